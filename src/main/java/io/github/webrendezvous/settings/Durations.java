package io.github.webrendezvous.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as people type them: {@code 30}, {@code 2.5}, {@code 500ms}, {@code 45s}, {@code 10m},
 * {@code 2h}.
 */
public final class Durations {
  /** What {@link #parse} accepts, for error messages. */
  public static final String ALLOWED =
      "seconds (30, 2.5) or a number with ms, s, m or h (500ms, 10m)";

  // Ten digits before the point are enough for three centuries in any unit, and the arithmetic
  // cannot overflow.
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}(?:\\.[0-9]{1,9})?)(ms|s|m|h)?");

  private Durations() {}

  /**
   * Reads a duration; a number alone is seconds. Exact to a nanosecond, rounded up beyond that.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected " + ALLOWED);
    }
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(nanosPer(matcher.group(2)));
    BigDecimal[] parts =
        nanos
            .setScale(0, RoundingMode.CEILING)
            .divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static BigDecimal nanosPer(@Nullable String unit) {
    long nanos =
        switch (unit == null ? "s" : unit) {
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000_000_000L;
        };
    return BigDecimal.valueOf(nanos);
  }

  /**
   * Writes a duration for people: {@code 30 s}, {@code 2.5 s}, {@code 12 ms}; exact to a
   * millisecond.
   */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis % 1_000 == 0
        ? millis / 1_000 + " s"
        : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s";
  }
}
