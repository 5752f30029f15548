package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** {@code GET /_help} and {@code GET /_openapi.json}: descriptions of all requests. Thread-safe. */
final class GrammarHandler {
  /** A Host header is shown only if it is well-formed. */
  private static final Pattern HOST = Pattern.compile("[\\w.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

  private final List<Route> routes;
  private final boolean needToken;
  private final OpenApi openApi;

  /**
   * @param routes to describe; read at each request
   * @param needToken whether some of them need a token
   * @throws IOException if a file of the WAR is missing
   */
  GrammarHandler(List<Route> routes, boolean needToken) throws IOException {
    this.routes = routes;
    this.needToken = needToken;
    openApi = new OpenApi();
  }

  Answer help(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    String text = HelpText.of(routes, base(request), needToken);
    return Answer.of(200, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  Answer openApi(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    return Answer.of(200, "application/json", openApi.of(routes, base(request), needToken));
  }

  /** The URL at which the caller reaches the application. */
  private static String base(HttpServletRequest request) {
    String host = request.getServerName();
    String shown = HOST.matcher(host).matches() ? host : "localhost";
    int port = request.getServerPort();
    int usual = request.getScheme().equals("https") ? 443 : 80;
    return request.getScheme()
        + "://"
        + shown
        + (port == usual ? "" : ":" + port)
        + request.getContextPath();
  }
}
