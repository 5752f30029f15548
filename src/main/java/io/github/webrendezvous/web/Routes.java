package io.github.webrendezvous.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Which request means what; reads like the grammar. Thread-safe. */
final class Routes {
  private static final String READ_ONLY = "GET, HEAD, OPTIONS";
  private static final String ON_KEYS = "GET, HEAD, PUT, POST, OPTIONS";

  private final HomeHandler home;
  private final WaitHandler waits;
  private final SignalHandler signals;
  private final AssetHandler assets;

  Routes(HomeHandler home, WaitHandler waits, SignalHandler signals, AssetHandler assets) {
    this.home = home;
    this.waits = waits;
    this.signals = signals;
    this.assets = assets;
  }

  void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      route(request, response);
    } catch (BadRequestException e) {
      e.answer().write(response);
    }
  }

  private void route(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException, BadRequestException {
    RequestPath path = RequestPath.of(request);
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        if (path.isHome()) {
          home.handle(request, response);
        } else if (path.isAsset()) {
          Query.none(request);
          assets.handle(path, response);
        } else {
          waits.handle(path, request, response);
        }
      }
      case "PUT", "POST" -> {
        if (path.isHome() || path.isIcon()) {
          Answer.error(405, "There is no key in this path: write PUT /my_key")
              .with("Allow", READ_ONLY)
              .write(response);
        } else {
          signals.handle(path, request, response);
        }
      }
      case "OPTIONS" -> Answer.empty(204).with("Allow", allowed(path)).write(response);
      default ->
          Answer.error(405, "This method means nothing here: GET waits, PUT or POST signals")
              .with("Allow", allowed(path))
              .write(response);
    }
  }

  private static String allowed(RequestPath path) {
    return path.isHome() || path.isIcon() || path.isReserved() ? READ_ONLY : ON_KEYS;
  }
}
