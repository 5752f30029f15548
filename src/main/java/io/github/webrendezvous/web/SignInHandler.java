package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.BodyReader;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code POST /_sign-in} and {@code POST /_sign-out}: the forms of the page. Thread-safe. */
public final class SignInHandler {
  private static final BodyReader.Limits FORM = new BodyReader.Limits(8 * 1_024, 8 * 1_024);
  private static final String FIELD = "token=";

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** Takes the place of the message in the page. */
  private static final String MESSAGE = "${message}";

  private final SignIn signIn;
  private final AnswerSender sender;
  private final Budget bodies;
  private final Clock clock;
  private final String page;

  /**
   * @param bodies the bytes that may be held of incomplete bodies
   * @throws IOException if a file of the WAR is missing
   */
  public SignInHandler(Access access, AnswerSender sender, Budget bodies, Clock clock)
      throws IOException {
    signIn = access.signIn();
    this.sender = sender;
    this.bodies = bodies;
    this.clock = clock;
    try (InputStream html = SignInHandler.class.getResourceAsStream("sign-in.html")) {
      if (html == null) {
        throw new IOException("sign-in.html is missing from the WAR");
      }
      page = new String(html.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The page with the form, as the answer to a request for the status without a token. */
  Answer form() {
    return form("");
  }

  private Answer form(String message) {
    return Answer.of(
            401,
            "text/html;charset=utf-8",
            page.replace(MESSAGE, message).getBytes(StandardCharsets.UTF_8))
        .with("WWW-Authenticate", Access.CHALLENGE)
        .with("Vary", "Accept")
        .with("Content-Security-Policy", POLICY);
  }

  /** Reads the form, and signs in. */
  @Nullable Answer in(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    if (!BodyReader.hasBody(request)) {
      return form();
    }
    BodyReader.read(
        request,
        response,
        sender,
        FORM,
        bodies,
        clock,
        body -> CompletableFuture.completedFuture(in(token(body), request)));
    return null;
  }

  private Answer in(byte[] token, HttpServletRequest request) {
    Answer signedIn = signIn.with(token, request);
    return signedIn != null ? signedIn : form("This token is unknown or does not allow waiting.");
  }

  /** The token in the form; empty if the form is malformed. */
  private static byte[] token(BodyReader.Body body) {
    String form = new String(body.last(), StandardCharsets.ISO_8859_1);
    if (body.end() == BodyReader.End.WHOLE && form.startsWith(FIELD)) {
      try {
        String token = URLDecoder.decode(form.substring(FIELD.length()), StandardCharsets.UTF_8);
        return token.strip().getBytes(StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        // A malformed escape.
      }
    }
    return new byte[0];
  }

  /** Signs out. */
  Answer out(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    return SignIn.out(request);
  }
}
