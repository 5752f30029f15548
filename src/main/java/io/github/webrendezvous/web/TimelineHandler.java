package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.LongAnswers;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.settings.Durations;
import io.github.webrendezvous.syntax.Parameters;
import io.github.webrendezvous.syntax.PathFilter;
import io.github.webrendezvous.view.Mermaid;
import io.github.webrendezvous.view.Timeline;
import io.github.webrendezvous.view.TimelineSvg;
import io.github.webrendezvous.view.TimelineWords;
import io.github.webrendezvous.view.WaitTrees;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code GET /_timeline}: where the time of a start-up went, in several forms. Thread-safe. */
public final class TimelineHandler {
  static final List<Parameter> PARAMETERS = List.of(Parameters.SINCE, Parameters.RUN);

  /** The newest events; more would take long to draw, and nobody could read them. */
  private static final int MOST_EVENTS = 20_000;

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final String POLICY_OF_SVG =
      "default-src 'none'; style-src 'sha256-" + sha256(TimelineSvg.STYLE) + "'";

  private final Registry registry;
  private final Journal journal;
  private final Clock clock;
  private final LongAnswers longAnswers;
  private final String page;

  /**
   * @param room the bytes of long answers that clients may be reading at the same time
   * @throws IOException if a file of the WAR is missing
   */
  public TimelineHandler(Registry registry, Journal journal, Clock clock, Budget room)
      throws IOException {
    this.registry = registry;
    this.journal = journal;
    this.clock = clock;
    longAnswers = new LongAnswers(room);
    try (InputStream html = TimelineHandler.class.getResourceAsStream("timeline.html")) {
      if (html == null) {
        throw new IOException("timeline.html is missing from the WAR");
      }
      page = new String(html.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The page. */
  Answer page(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    Timeline timeline = timeline(query);
    String sent = request.getQueryString();
    String html =
        page.replace("${query}", sent == null ? "" : "?" + escaped(sent))
            .replace("${summary}", escaped(String.join(" ", TimelineWords.summary(timeline))))
            .replace("${sections}", sections(timeline));
    return answer("text/html;charset=utf-8", html)
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer");
  }

  private static String sections(Timeline timeline) {
    return TimelineWords.sections(timeline).entrySet().stream()
        .map(TimelineHandler::section)
        .collect(Collectors.joining());
  }

  private static String section(Map.Entry<String, List<String>> section) {
    return section.getValue().stream()
        .map(line -> "<li>" + escaped(line) + "</li>\n")
        .collect(
            Collectors.joining(
                "",
                "<section><h2>" + escaped(section.getKey()) + "</h2><ul class=\"words\">\n",
                "</ul></section>\n"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("$", "&#36;");
  }

  /** A drawing. */
  Answer svg(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    return answer("image/svg+xml", TimelineSvg.of(timeline(query)))
        .with("Content-Security-Policy", POLICY_OF_SVG);
  }

  Answer json(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    Timeline timeline = timeline(query);
    return answer("application/json", Answer.okBody(json -> TimelineJson.write(timeline, json)));
  }

  /** For Perfetto and other viewers of traces. */
  Answer trace(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    return answer("application/json", TimelineTrace.of(timeline(query)));
  }

  Answer gantt(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    return plain(query, Mermaid::gantt);
  }

  Answer sequence(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    return plain(query, Mermaid::sequence);
  }

  /** For a terminal. */
  Answer text(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    return plain(query, TimelineWords::text);
  }

  private Answer plain(Query query, Function<Timeline, String> form) throws BadRequestException {
    return answer("text/plain;charset=utf-8", form.apply(timeline(query)));
  }

  private Answer answer(String type, String text) {
    return answer(type, text.getBytes(StandardCharsets.UTF_8));
  }

  private Answer answer(String type, byte[] body) {
    return longAnswers.withRoom(body, Answer.of(200, type, body));
  }

  private Timeline timeline(Query query) throws BadRequestException {
    PathFilter filter = PathFilter.of(query.value(Parameters.RUN));
    return Timeline.of(
        journal.newest(MOST_EVENTS),
        new WaitTrees(registry),
        clock.now(),
        new Timeline.Selection(since(query.value(Parameters.SINCE)), filter::accepts));
  }

  /** A time, or a duration before now. */
  private @Nullable Instant since(@Nullable String written) throws BadRequestException {
    if (written == null) {
      return null;
    }
    try {
      return written.indexOf('T') > 0
          ? Instant.parse(written)
          : clock.now().minus(Durations.parse(written));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw Parameters.SINCE.refused("must be a duration or a time such as 2026-11-27T02:10:04Z");
    }
  }
}
