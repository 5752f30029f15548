package io.github.webrendezvous.launch;

import io.github.webrendezvous.settings.Setting;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address to listen on. Immutable.
 *
 * @param host the address; null for all
 * @param port 0 for any free port
 */
record ListenAddress(@Nullable String host, int port) {
  /**
   * The variable for it. Not RENDEZVOUS_PORT: Kubernetes and {@code docker --link} set that for a
   * service of the name rendezvous, to {@code tcp://10.0.0.1:8080}.
   */
  static final String VARIABLE = Setting.LISTEN;

  static final String DEFAULT = "8080";

  private static final Pattern FORM =
      Pattern.compile("(?:(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):)?([0-9]{1,5})");

  /**
   * Reads {@code 8080}, {@code 0.0.0.0:8080} or {@code [::]:8080}.
   *
   * @throws UsageException if it has another form
   */
  static ListenAddress parse(String text) throws UsageException {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new UsageException(
          VARIABLE
              + " is \""
              + text
              + "\", but must be a port or an address with a port: 8080, 0.0.0.0:8080, [::]:8080");
    }
    return new ListenAddress(matcher.group(1), port(matcher.group(2)));
  }

  /**
   * Reads a port.
   *
   * @throws UsageException if it is invalid
   */
  static int port(String text) throws UsageException {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw new UsageException(
        "\"" + text + "\" is not a valid port: use a number from 0 (any) to 65535");
  }
}
