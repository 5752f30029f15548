package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Registry;
import jakarta.servlet.http.HttpServletRequest;

/** {@code DELETE /{key}} and {@code DELETE /{prefix}/*}: forgets signals. Thread-safe. */
final class ResetHandler {
  private final Registry registry;

  ResetHandler(Registry registry) {
    this.registry = registry;
  }

  Answer handle(RequestPath path, HttpServletRequest request) throws BadRequestException {
    Query.none(request);
    if (!path.isEverythingBelow()) {
      registry.reset(path.key(), request.getRemoteAddr());
      return Answer.ok();
    }
    int known = registry.resetAll(path.prefix(), request.getRemoteAddr());
    return Answer.ok(json -> json.writeNumberProperty("keys", known));
  }
}
