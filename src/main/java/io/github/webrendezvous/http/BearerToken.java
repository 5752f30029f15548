package io.github.webrendezvous.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The token that a request carries (RFC 6750, section 2.1). */
public final class BearerToken {
  private static final String SCHEME = "bearer ";

  /** Longer ones are not compared, as no setting has them. */
  private static final int LONGEST = 8 * 1_024;

  private BearerToken() {}

  /**
   * The token in the header {@code Authorization: Bearer …}; null if there is none. A token in the
   * query or the body is not read: URLs are logged.
   */
  public static byte @Nullable [] of(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null
        || header.length() > LONGEST
        || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return null;
    }
    return header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
  }
}
