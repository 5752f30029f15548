package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.settings.Right;
import io.github.webrendezvous.settings.Tokens;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signing in to the page. The cookie is the only one there is. It has a code that is made from the
 * token, so it does not show the token, ends when the token is withdrawn, and is valid on every
 * node. It opens what shows the status. To signal or reset, a request needs a header besides, which
 * another site cannot send ({@link BrowserRequests}). Immutable.
 */
final class SignIn {
  private static final String COOKIE = "rendezvous-page";
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "web-rendezvous page".getBytes(StandardCharsets.US_ASCII);

  private final Tokens tokens;

  /** The cookies that are valid, and what they permit. */
  private final List<Code> codes;

  @SuppressWarnings("ArrayRecordComponent") // It is not compared, and never changed.
  private record Code(byte[] sent, Set<Right> rights) {}

  SignIn(Tokens tokens) {
    this.tokens = tokens;
    codes =
        tokens.permitting(Right.WAIT).stream()
            .map(token -> new Code(ascii(code(token)), tokens.rightsOf(token)))
            .toList();
  }

  private static String code(byte[] token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(token, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(PURPOSE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether a request has a valid cookie. */
  boolean isSignedIn(HttpServletRequest request) {
    return !rightsOf(request).isEmpty();
  }

  /** What the cookies of a request permit. */
  Set<Right> rightsOf(HttpServletRequest request) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    Cookie[] cookies = codes.isEmpty() ? null : request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE) && cookie.getValue() != null) {
          byte[] sent = ascii(cookie.getValue());
          for (Code code : codes) {
            if (MessageDigest.isEqual(sent, code.sent())) {
              rights.addAll(code.rights());
            }
          }
        }
      }
    }
    return rights;
  }

  /** Signs in with a token and leads to the page; null if the token does not permit that. */
  @Nullable Answer with(byte[] token, HttpServletRequest request) {
    Set<Right> rights = tokens.rightsOf(token);
    return rights.contains(Right.WAIT) ? toThePage(code(token), "", request) : null;
  }

  /** Signs out and leads to the page. */
  static Answer out(HttpServletRequest request) {
    return toThePage("", "; Max-Age=0", request);
  }

  private static Answer toThePage(String code, String more, HttpServletRequest request) {
    String page = request.getContextPath() + "/";
    return Answer.empty(303)
        .with("Location", page)
        .with(
            "Set-Cookie",
            COOKIE
                + "="
                + code
                + "; Path="
                + page
                + "; HttpOnly; SameSite=Strict"
                + (request.isSecure() ? "; Secure" : "")
                + more);
  }
}
