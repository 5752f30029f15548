package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.http.Accept;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.settings.Right;
import io.github.webrendezvous.syntax.Conditions;
import io.github.webrendezvous.syntax.KeyPaths;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of all valid requests: requests are dispatched by it, and {@code /_help} and {@code
 * /_openapi.json} describe it. Thread-safe.
 */
public final class Routes {
  private static final List<Parameter> NONE = List.of();

  /** The methods that change a key, in the order of an Allow header. */
  private static final List<String> CHANGING = List.of("PUT", "POST", "DELETE");

  private final AnswerSender sender;
  private final Conditions conditions;
  private final Access access;
  private final SignInHandler signIns;

  /** Never changed after the constructor. */
  private final List<Route> table = new ArrayList<>();

  /** The routes whose path starts with a word, by that word. */
  private final Map<String, List<Route>> byWord = new HashMap<>();

  /** The routes of keys; the first that matches counts, so those that match all are the last. */
  private final List<Route> ofKeys = new ArrayList<>();

  /**
   * @param access who may send which request
   * @throws IOException if a file of the WAR is missing
   */
  public Routes(
      AnswerSender sender,
      Access access,
      SignInHandler signIns,
      Conditions conditions,
      HomeHandler status,
      WhyHandler why,
      EventsHandler events,
      TimelineHandler timeline,
      HealthHandler health,
      MetricsHandler metrics,
      WaitHandler waits,
      SignalHandler signals,
      ResetHandler resets)
      throws IOException {
    this.sender = sender;
    this.access = access;
    this.signIns = signIns;
    this.conditions = conditions;
    AssetHandler assets = new AssetHandler();
    GrammarHandler grammar = new GrammarHandler(table(), access.isControlled());
    String key = conditions.ofKey().usage();
    String one = conditions.ofKey().example();

    conditions.syntaxes().forEach(syntax -> add(Route.wait(syntax, waits.on(syntax))));
    add(
        Route.of(
                "PUT",
                key,
                signals::put,
                Right.SIGNAL,
                SignalHandler.ON_PUT,
                "signal the key; the body is the value for the waits")
            .example(one));
    add(
        Route.of(
                "POST",
                key,
                signals::post,
                Right.SIGNAL,
                SignalHandler.ON_POST,
                "signal the key and count one arrival")
            .example(one));
    add(
        Route.of(
                "DELETE",
                key,
                resets::one,
                Right.ADMINISTER,
                ResetHandler.ON_ONE,
                "reset the key: forget its signal, end its waits")
            .example(one));
    add(
        Route.of(
                "DELETE",
                "/{prefix}/*",
                resets::below,
                Right.ADMINISTER,
                ResetHandler.ON_ONE,
                "reset every key below a prefix")
            .example("/run-1/*"));
    add(
        Route.of(
                "DELETE",
                "/*",
                resets::everything,
                Right.ADMINISTER,
                ResetHandler.ON_EVERYTHING,
                "reset every key")
            .example("/*?all"));
    add(
        Route.of("GET", "/", status, Right.WAIT, NONE, "show the status as a page or JSON")
            .answers("Home")
            .ofStatus());
    add(
        Route.of("GET", "/_status", status::text, Right.WAIT, NONE, "the status for a terminal")
            .answers("Help")
            .ofStatus());
    add(
        Route.of(
                "GET",
                "/_why",
                why::all,
                Right.WAIT,
                NONE,
                "what every wait is waiting for, and who will signal that")
            .answers("Why")
            .ofStatus());
    add(
        Route.of(
                "GET",
                "/_why/{caller}",
                why::one,
                Right.WAIT,
                NONE,
                "the same for one caller, or for the waits for one key")
            .example("/_why/app")
            .word("WhyOf")
            .answers("Why")
            .ofStatus());
    add(
        Route.of(
                "GET",
                "/_events",
                events,
                Right.WAIT,
                EventsHandler.PARAMETERS,
                "a stream of what happens: Server-Sent Events, or lines of JSON")
            .answers("Events")
            .ofStatus());
    addTimeline("", timeline::page, "where the time went, as a page");
    addTimeline(".svg", timeline::svg, "the same as a drawing");
    addTimeline(".txt", timeline::text, "the same for a terminal");
    addTimeline(".json", timeline::json, "the same as JSON");
    addTimeline(".trace.json", timeline::trace, "the same as a trace for Perfetto");
    addTimeline(".gantt.mmd", timeline::gantt, "the same as a Gantt chart for Mermaid");
    addTimeline(".sequence.mmd", timeline::sequence, "the same as a sequence diagram for Mermaid");
    add(
        Route.of(
                "GET",
                "/_health/live",
                health::live,
                null,
                HealthHandler.PARAMETERS,
                "whether the process works; 503 if it must be restarted")
            .answers("Health"));
    add(
        Route.of(
                "GET",
                "/_health/ready",
                health::ready,
                null,
                HealthHandler.PARAMETERS,
                "whether it takes requests; 503 if not")
            .answers("Health"));
    add(
        Route.of("GET", "/_metrics", metrics, Right.WAIT, NONE, "metrics for Prometheus")
            .answers("Metrics"));
    add(Route.of("GET", "/_help", grammar::help, null, NONE, "this text").answers("Help"));
    add(
        Route.of(
                "GET",
                "/_openapi.json",
                grammar::openApi,
                null,
                NONE,
                "this API as an OpenAPI description")
            .answers("Description"));
    add(Route.ofPage("GET", "/_assets/{file}", assets::file));
    add(Route.ofPage("GET", KeyPaths.ICON, assets::icon));
    if (access.isControlled()) {
      add(Route.ofPage("POST", "/_sign-in", signIns::in));
      add(Route.ofPage("POST", "/_sign-out", signIns::out));
    }
    ofKeys.sort(Comparator.comparing(route -> route.path().matchesAllKeys()));
  }

  private void addTimeline(String form, Handler handler, String about) {
    add(
        Route.of("GET", "/_timeline" + form, handler, Right.WAIT, TimelineHandler.PARAMETERS, about)
            .answers("Timeline")
            .ofStatus());
  }

  private void add(Route route) {
    table.add(route);
    if (route.path().isOfKeys()) {
      ofKeys.add(route);
    } else {
      byWord.computeIfAbsent(route.path().segments().get(0), w -> new ArrayList<>()).add(route);
    }
  }

  /** Answers a request, at once or later. */
  void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Answer answer;
    try {
      answer = handle(request, response);
    } catch (BadRequestException e) {
      answer = e.answer();
    }
    if (answer != null) {
      sender.send(answer, request, response);
    }
  }

  /** The answer; null if it is sent later. */
  private @Nullable Answer handle(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException, BadRequestException {
    RequestPath path = RequestPath.of(request);
    String method = request.getMethod();
    if (method.equals("OPTIONS")) {
      return Answer.empty(204).with("Allow", allowed(path));
    }
    Route route = find(method.equals("HEAD") ? "GET" : method, path);
    Answer refused = access.refusal(route, request);
    if (refused != null) {
      return isForPerson(route, request) ? signIns.form() : refused;
    }
    if (route == null) {
      throw refusal(method, path);
    }
    Query query = Query.read(request, route.parameters());
    return route.handler().handle(path, query, request, response);
  }

  private static boolean isForPerson(@Nullable Route route, HttpServletRequest request) {
    return route != null && route.isOfStatus() && Accept.html(request);
  }

  List<Route> table() {
    return Collections.unmodifiableList(table);
  }

  /** The route of a request; null if there is none. */
  @Nullable Route find(String method, RequestPath path) {
    for (Route route : candidates(path)) {
      if (route.method().equals(method) && route.path().matches(path)) {
        return route;
      }
    }
    return null;
  }

  /** The routes among which that of a path is. A path with its own route is not a key. */
  private List<Route> candidates(RequestPath path) {
    List<Route> ofWord = byWord.get(path.first());
    if (ofWord != null) {
      for (Route route : ofWord) {
        if (route.path().matches(path)) {
          return ofWord;
        }
      }
    }
    return ofKeys;
  }

  private String allowed(RequestPath path) {
    List<String> methods = new ArrayList<>(List.of("GET", "HEAD"));
    for (String method : CHANGING) {
      if (find(method, path) != null) {
        methods.add(method);
      }
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }

  private BadRequestException refusal(String method, RequestPath path) throws BadRequestException {
    if (method.equals("GET") || method.equals("HEAD")) {
      return conditions.unknown(path);
    }
    if (!CHANGING.contains(method)) {
      return BadRequestException.notAllowed(
          "Unsupported method: GET waits, PUT or POST signals, DELETE resets", allowed(path));
    }
    KeyPaths.checkNotReserved(path);
    return BadRequestException.notAllowed(
        "This path is not a key: write PUT /my_key", allowed(path));
  }
}
