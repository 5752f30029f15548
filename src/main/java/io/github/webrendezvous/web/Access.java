package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BearerToken;
import io.github.webrendezvous.settings.Right;
import io.github.webrendezvous.settings.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may send which request. A request without the right is refused before anything of it
 * is looked at, so that the answer says nothing about keys. Thread-safe.
 */
public final class Access {
  static final String CHALLENGE = "Bearer realm=\"web-rendezvous\"";

  private final Tokens tokens;
  private final SignIn signIn;
  private final boolean pageActs;

  /**
   * @param pageActs whether the page may signal and reset keys
   */
  public Access(Tokens tokens, boolean pageActs) {
    this.tokens = tokens;
    this.pageActs = pageActs;
    signIn = new SignIn(tokens);
  }

  /** Whether requests need a token. */
  boolean isControlled() {
    return tokens.areRequired();
  }

  SignIn signIn() {
    return signIn;
  }

  /**
   * The answer to a request that may not be sent: 401 if it has no token or an unknown one, 403 if
   * its token does not permit it; null if it may be sent.
   *
   * @param route of the request; null if there is none, which only those may learn who have a token
   */
  @Nullable Answer refusal(@Nullable Route route, HttpServletRequest request) {
    Answer ofBrowser = route != null && route.changesKeys() ? ofBrowser(request) : null;
    return ofBrowser == null ? ofToken(route, request) : ofBrowser;
  }

  /** The answer to a change that a browser must not send; null if it may. */
  private @Nullable Answer ofBrowser(HttpServletRequest request) {
    if (BrowserRequests.isOfOtherSite(request)) {
      return Answer.error(403, "A page of another site must not signal or reset keys");
    }
    return BrowserRequests.isOfPage(request) && !pageActs
        ? Answer.error(403, "The page must not signal or reset keys (pageActions=false)")
        : null;
  }

  /** What the person who looks at the page can do there. */
  Set<Right> rightsOnPage(HttpServletRequest request) {
    Set<Right> rights = isControlled() ? signIn.rightsOf(request) : EnumSet.allOf(Right.class);
    if (!pageActs) {
      rights.retainAll(EnumSet.of(Right.WAIT));
    }
    return rights;
  }

  private @Nullable Answer ofToken(@Nullable Route route, HttpServletRequest request) {
    Right needed = route == null ? null : route.right();
    if (!isControlled() || (route != null && needed == null)) {
      return null;
    }
    byte[] token = BearerToken.of(request);
    Set<Right> rights = token == null ? EnumSet.noneOf(Right.class) : tokens.rightsOf(token);
    if (route != null && route.isOfStatus() && signIn.isSignedIn(request)) {
      rights.add(Right.WAIT);
    }
    if (route != null && route.changesKeys() && BrowserRequests.isOfPage(request)) {
      rights.addAll(signIn.rightsOf(request));
    }
    if (rights.isEmpty()) {
      return token == null
          ? challenge(
              401, "This request needs a token: send the header Authorization: Bearer TOKEN", "")
          : challenge(401, "The token is unknown", ", error=\"invalid_token\"");
    }
    if (needed != null && !rights.contains(needed)) {
      String word = needed.word();
      return challenge(
          403,
          "This request needs a token that allows \""
              + word
              + "\"; the token that was sent does not",
          ", error=\"insufficient_scope\", scope=\"" + word + "\"");
    }
    return null;
  }

  /** An answer with a challenge (RFC 6750, section 3). */
  private static Answer challenge(int status, String error, String attributes) {
    return Answer.error(status, error).with("WWW-Authenticate", CHALLENGE + attributes);
  }
}
