package io.github.webrendezvous.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client would like, if we can (RFC 7240); what we cannot read is no error. */
public final class Prefer {
  // Section 2: the name of a preference is read without regard to case, and the first of several
  // counts. A comma within quotes would have to stand in some other preference's value.
  private static final Pattern WAIT =
      Pattern.compile(
          "(?i)(?:^|,)\\s*wait\\s*=\\s*(?:\"([0-9]{1,9})\"|([0-9]{1,9}))\\s*(?:[;,]|$)");

  private Prefer() {}

  /**
   * How long the client would like to wait, in whole seconds (section 4.3); null if it does not
   * say.
   */
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
