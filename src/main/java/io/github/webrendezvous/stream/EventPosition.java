package io.github.webrendezvous.stream;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The position of a reader in the journal. Immutable.
 *
 * @param epoch of the process whose journal it is
 * @param number of the last event that was read
 */
public record EventPosition(String epoch, long number) {
  private static final Pattern WRITTEN = Pattern.compile("([0-9a-z]{1,16})-([0-9]{1,18})");

  /** Reads {@code epoch-number}; null if it is malformed or missing. */
  public static @Nullable EventPosition parse(@Nullable String written) {
    Matcher parsed = WRITTEN.matcher(written == null ? "" : written);
    return parsed.matches()
        ? new EventPosition(parsed.group(1), Long.parseLong(parsed.group(2)))
        : null;
  }

  @Override
  public String toString() {
    return epoch + "-" + number;
  }
}
