package io.github.webrendezvous.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * {@code GET /_help} and {@code GET /_openapi.json}: what may be asked, said at once. Thread-safe.
 */
final class GrammarHandler {
  private static final String HELP = "/_help";
  private static final String OPEN_API = "/_openapi.json";

  /** A Host header is shown only where it looks like one. */
  private static final Pattern HOST = Pattern.compile("[\\w.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

  private final Grammar grammar;
  private final OpenApi openApi;

  /**
   * @throws IOException if the WAR is not whole
   */
  GrammarHandler(Conditions conditions) throws IOException {
    grammar = new Grammar(conditions);
    openApi = new OpenApi(grammar);
  }

  static boolean handles(RequestPath path) {
    return path.text().equals(HELP) || path.text().equals(OPEN_API);
  }

  Answer handle(RequestPath path, HttpServletRequest request) throws BadRequestException {
    Query.none(request);
    String base = base(request);
    return path.text().equals(HELP)
        ? Answer.of(
            200,
            "text/plain;charset=utf-8",
            HelpText.of(grammar, base).getBytes(StandardCharsets.UTF_8))
        : Answer.of(200, "application/json", openApi.of(base));
  }

  /** Where the caller finds the application. */
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
