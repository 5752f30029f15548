package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code PUT /{key}} and {@code POST /{key}}: signals it. Thread-safe. */
final class SignalHandler {
  /** The longest body, in bytes. */
  static final int MAX_BODY = 64 * 1_024;

  private final Registry registry;

  SignalHandler(Registry registry) {
    this.registry = registry;
  }

  void handle(RequestPath path, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    if (path.isReserved()) {
      throw new BadRequestException(404, "Keys starting with '_' are reserved");
    }
    Key key = path.key();
    Query.none(request);
    checkBody(request);
    registry.signal(key, Signal.ok(), request.getRemoteAddr());
    Answer.ok().write(response);
  }

  private static void checkBody(HttpServletRequest request)
      throws BadRequestException, IOException {
    boolean tooLong =
        request.getContentLengthLong() > MAX_BODY
            || request.getInputStream().readNBytes(MAX_BODY + 1).length > MAX_BODY;
    if (tooLong) {
      throw new BadRequestException(
          413, "The body is longer than " + MAX_BODY + " bytes: send less");
    }
  }
}
