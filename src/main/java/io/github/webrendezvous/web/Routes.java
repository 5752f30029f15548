package io.github.webrendezvous.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which request means what; reads like the grammar. Thread-safe. */
final class Routes {
  private static final String READ_ONLY = "GET, HEAD, OPTIONS";
  private static final String ON_KEYS = "GET, HEAD, PUT, POST, DELETE, OPTIONS";

  private final AnswerSender sender;
  private final HomeHandler home;
  private final WaitHandler waits;
  private final SignalHandler signals;
  private final ResetHandler resets;
  private final AssetHandler assets;
  private final GrammarHandler grammar;

  Routes(
      AnswerSender sender,
      HomeHandler home,
      WaitHandler waits,
      SignalHandler signals,
      ResetHandler resets,
      AssetHandler assets,
      GrammarHandler grammar) {
    this.sender = sender;
    this.home = home;
    this.waits = waits;
    this.signals = signals;
    this.resets = resets;
    this.assets = assets;
    this.grammar = grammar;
  }

  /** Answers a request, at once or later. */
  void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Answer answer;
    try {
      answer = route(request, response);
    } catch (BadRequestException e) {
      answer = e.answer();
    }
    if (answer != null) {
      sender.send(answer, request, response);
    }
  }

  /** The answer; null if it is sent later. */
  private @Nullable Answer route(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException, BadRequestException {
    RequestPath path = RequestPath.of(request);
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        if (path.isHome()) {
          return home.handle(request, response);
        }
        if (path.isAsset()) {
          Query.none(request);
          return assets.handle(path);
        }
        return GrammarHandler.handles(path)
            ? grammar.handle(path, request)
            : waits.handle(path, request, response);
      }
      case "PUT", "POST", "DELETE" -> {
        if (path.isHome() || path.isIcon()) {
          throw BadRequestException.notAllowed(
              "There is no key in this path: write PUT /my_key", allowed(path));
        }
        return request.getMethod().equals("DELETE")
            ? resets.handle(path, request)
            : signals.handle(path, request, response);
      }
      case "OPTIONS" -> {
        return Answer.empty(204).with("Allow", allowed(path));
      }
      default ->
          throw BadRequestException.notAllowed(
              "This method means nothing here: GET waits, PUT or POST signals, DELETE resets",
              allowed(path));
    }
  }

  private static String allowed(RequestPath path) {
    return path.isHome() || path.isIcon() || path.isReserved() ? READ_ONLY : ON_KEYS;
  }
}
