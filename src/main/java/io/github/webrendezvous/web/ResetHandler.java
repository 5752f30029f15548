package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Registry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** {@code DELETE}: forgets signals. Thread-safe. */
public final class ResetHandler {
  static final List<Parameter> ON_EVERYTHING = List.of(Parameters.ALL);

  private final Registry registry;

  public ResetHandler(Registry registry) {
    this.registry = registry;
  }

  /** Resets one key. */
  Answer one(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    Preconditions.none(request);
    registry.reset(KeyPaths.key(path), Callers.of(request));
    return Answer.ok();
  }

  /** Resets every key below a path. */
  Answer below(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    Preconditions.none(request);
    int known = registry.resetAll(KeyPaths.prefix(path), Callers.of(request));
    return Answer.ok(json -> json.writeNumberProperty("keys", known));
  }

  /** Resets every key, if the request confirms that. */
  Answer everything(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    if (!query.has(Parameters.ALL)) {
      throw new BadRequestException(
          "DELETE /* resets every key: to confirm, write DELETE /*?all;"
              + " to reset the keys of one run, write DELETE /run-1/*");
    }
    return below(path, query, request, response);
  }
}
