package io.github.webrendezvous.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The preferences of a client (RFC 7240); invalid ones are ignored. */
public final class Prefer {
  // Section 2: the name of a preference is case-insensitive, and the first of several counts. A
  // comma in quotes could only be in the value of another preference.
  private static final Pattern WAIT =
      Pattern.compile(
          "(?i)(?:^|,)\\s*wait\\s*=\\s*(?:\"([0-9]{1,9})\"|([0-9]{1,9}))\\s*(?:[;,]|$)");

  private Prefer() {}

  /** The preferred wait in whole seconds (section 4.3); null if there is none. */
  public static @Nullable Duration waiting(HttpServletRequest request) {
    if (request.getHeader("Prefer") == null) {
      return null;
    }
    String preferences = String.join(",", Collections.list(request.getHeaders("Prefer")));
    Matcher matcher = WAIT.matcher(preferences);
    if (!matcher.find()) {
      return null;
    }
    String seconds = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return Duration.ofSeconds(Long.parseLong(seconds));
  }
}
