package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.LongAnswers;
import io.github.webrendezvous.http.Accept;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Cluster;
import io.github.webrendezvous.rendezvous.Defects;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.stream.EventPosition;
import io.github.webrendezvous.stream.StatusJson;
import io.github.webrendezvous.view.StatusText;
import io.github.webrendezvous.view.WaitTrees;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /}: the status of all keys and targets, as a page for people and as JSON for programs.
 * Thread-safe.
 */
public final class HomeHandler implements Handler {
  private static final int EVENTS_SHOWN = 25;

  /** The name of the JSP in web.xml; it has no path, as every path is a key. */
  private static final String PAGE = "home";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Registry registry;
  private final Journal journal;
  private final Supplier<@Nullable Cluster> cluster;
  private final Clock clock;
  private final StatusJson json;
  private final EventsHandler events;
  private final Access access;
  private final SharedPage shared;
  private final LongAnswers longAnswers;
  private final Defects defects = new Defects();

  /**
   * @param cluster the nodes that share signals; supplies null if there is only this one
   * @param events that the page follows
   * @param access for people who sign in
   * @param room the bytes of long answers that clients may be reading at the same time
   */
  public HomeHandler(
      Registry registry,
      Journal journal,
      Supplier<@Nullable Cluster> cluster,
      EventsHandler events,
      Clock clock,
      Access access,
      Budget room) {
    this.cluster = cluster;
    this.events = events;
    json = new StatusJson(registry, cluster);
    this.access = access;
    shared = new SharedPage(clock);
    longAnswers = new LongAnswers(room);
    this.registry = registry;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public Answer handle(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    byte[] page = Accept.html(request) ? page(request, response) : null;
    return page == null
        ? json()
        : longAnswers.withRoom(
            page,
            Answer.of(200, "text/html;charset=utf-8", page)
                .with("Vary", "Accept")
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer"));
  }

  /** {@code GET /_status}: the same for a terminal. */
  Answer text(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response) {
    List<KeyStatus> statuses = registry.statuses();
    byte[] body =
        StatusText.of(new WaitTrees(registry, statuses), statuses, clock.now())
            .getBytes(StandardCharsets.UTF_8);
    return longAnswers.withRoom(body, Answer.of(200, "text/plain;charset=utf-8", body));
  }

  private Answer json() {
    byte[] body = Answer.okBody(json::write);
    return longAnswers.withRoom(body, Answer.ok(body).with("Vary", "Accept"));
  }

  /**
   * The page, rendered completely before any of it is sent; null if that fails, for example in a
   * container without a JSP engine.
   */
  private byte @Nullable [] page(HttpServletRequest request, HttpServletResponse response) {
    HomePage.Visit visit =
        new HomePage.Visit(
            baseUrl(request), access.signIn().isSignedIn(request), access.rightsOnPage(request));
    return BrowserRequests.isOfPage(request)
        ? shared.get(visit, () -> render(visit, request, response))
        : render(visit, request, response);
  }

  private byte @Nullable [] render(
      HomePage.Visit visit, HttpServletRequest request, HttpServletResponse response) {
    EventPosition position = events.now(); // Before anything that the page shows.
    List<KeyStatus> statuses = registry.statuses();
    request.setAttribute(
        "home",
        new HomePage(
            new WaitTrees(registry, statuses),
            statuses,
            journal.newest(EVENTS_SHOWN),
            cluster.get(),
            clock.now(),
            position.toString(),
            visit));
    PageBuffer buffer = new PageBuffer(response);
    try {
      // Included, not forwarded to: a container may close or suspend the response after a forward.
      request.getServletContext().getNamedDispatcher(PAGE).include(request, buffer);
    } catch (ServletException | IOException | RuntimeException | LinkageError e) {
      defects.caught("The page cannot be rendered; JSON is sent instead", e);
      return null;
    }
    byte[] page = buffer.written();
    return buffer.hasFailed() || page.length == 0 ? null : page;
  }

  private static String baseUrl(HttpServletRequest request) {
    StringBuffer url = request.getRequestURL();
    String text = url.toString();
    return text.endsWith("/") ? text : text + "/";
  }
}
