package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Standing;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /}: how it stands with everything, as a page for people and as JSON for programs.
 * Thread-safe.
 */
final class HomeHandler {
  private static final int EVENTS_SHOWN = 25;

  /** The name of the JSP in web.xml; its path is no way to it, as every path is a key. */
  private static final String PAGE = "home";

  private final Registry registry;
  private final Journal journal;
  private final Clock clock;

  HomeHandler(Registry registry, Journal journal, Clock clock) {
    this.registry = registry;
    this.journal = journal;
    this.clock = clock;
  }

  void handle(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException, BadRequestException {
    Query.none(request);
    List<Standing> standings = registry.standings();
    standings.sort(Comparator.comparing(Standing::path));
    if (Accept.html(request)) {
      page(standings, request, response);
    } else {
      json(standings).write(request, response);
    }
  }

  private static Answer json(List<Standing> standings) {
    return Answer.ok(
            json -> {
              paths(json, "waiting_and_failed", standings, Standing::isWaitingOrFailed);
              paths(json, "marked", standings, standing -> standing.held() != null);
            })
        .with("Vary", "Accept");
  }

  private static void paths(
      JsonGenerator json, String name, List<Standing> standings, Predicate<Standing> which) {
    json.writeArrayPropertyStart(name);
    standings.stream().filter(which).map(Standing::path).forEach(json::writeString);
    json.writeEndArray();
  }

  private void page(
      List<Standing> standings, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Answer.setCommonHeaders(response);
    response.setHeader("Vary", "Accept");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    request.setAttribute(
        "home",
        new HomePage(standings, journal.newest(EVENTS_SHOWN), clock.now(), baseUrl(request)));
    RequestDispatcher page = request.getServletContext().getNamedDispatcher(PAGE);
    page.forward(request, response);
  }

  private static String baseUrl(HttpServletRequest request) {
    StringBuffer url = request.getRequestURL();
    String text = url.toString();
    return text.endsWith("/") ? text : text + "/";
  }
}
