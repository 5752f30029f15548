package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Registry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code DELETE /{key}} and {@code DELETE /{prefix}/*}: forgets signals. Thread-safe. */
final class ResetHandler {
  private final Registry registry;

  ResetHandler(Registry registry) {
    this.registry = registry;
  }

  Answer handle(RequestPath path, HttpServletRequest request) throws BadRequestException {
    Preconditions.none(request);
    Query query =
        Query.read(request, path.isEverything() ? List.of(Parameter.ALL) : List.<Parameter>of());
    if (path.isEverything() && !query.has(Parameter.ALL)) {
      throw new BadRequestException(
          "DELETE /* would reset every key of everybody: if that is what you want, write DELETE /*?all;"
              + " for the keys of one run write DELETE /run-1/*");
    }
    if (!path.isEverythingBelow()) {
      registry.reset(path.key(), request.getRemoteAddr());
      return Answer.ok();
    }
    int known = registry.resetAll(path.prefix(), request.getRemoteAddr());
    return Answer.ok(json -> json.writeNumberProperty("keys", known));
  }
}
