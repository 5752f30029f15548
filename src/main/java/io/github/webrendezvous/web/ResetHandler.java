package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.syntax.KeyPaths;
import io.github.webrendezvous.syntax.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code DELETE}: forgets signals. Thread-safe. */
public final class ResetHandler {
  static final List<Parameter> ON_ONE = List.of(Parameters.AS);
  static final List<Parameter> ON_EVERYTHING = List.of(Parameters.ALL, Parameters.AS);

  private final Signals signals;
  private final AnswerSender sender;

  public ResetHandler(Signals signals, AnswerSender sender) {
    this.signals = signals;
    this.sender = sender;
  }

  /** Resets one key. */
  @Nullable Answer one(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    Preconditions.none(request);
    return sender.nowOrLater(
        signals
            .reset(KeyPaths.key(path), Callers.of(request, query))
            .thenApply(done -> Answer.ok()),
        request,
        response);
  }

  /** Resets every key below a path. */
  @Nullable Answer below(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    Preconditions.none(request);
    return sender.nowOrLater(
        signals
            .resetAll(KeyPaths.prefix(path), Callers.of(request, query))
            .thenApply(ResetHandler::known),
        request,
        response);
  }

  private static Answer known(int keys) {
    return Answer.ok(json -> json.writeNumberProperty("keys", keys));
  }

  /** Resets every key, if the request confirms that. */
  @Nullable Answer everything(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    if (!query.has(Parameters.ALL)) {
      throw new BadRequestException(
          "DELETE /* resets every key: to confirm, write DELETE /*?all;"
              + " to reset the keys of one run, write DELETE /run-1/*");
    }
    return below(path, query, request, response);
  }
}
