package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.ResponseCounts;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.metrics.Metrics;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.OwnSignals;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import io.github.webrendezvous.settings.Tokens;
import io.github.webrendezvous.stream.EventStreams;
import io.github.webrendezvous.syntax.Conditions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests are dispatched as the table of routes describes them. */
class RoutesTest {
  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 100);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 4, UnlimitedRoom.LIMITS);
  private final Signals signals = new OwnSignals(registry);
  private final Budget room = new Budget(1_000_000);
  private final AnswerSender sender = new AnswerSender(clock, true, new ResponseCounts());
  private final Access access = new Access(Tokens.NONE, true);
  private final Prober prober = new Prober(clock, Duration.ofSeconds(1), 10, 1_000);
  private final Conditions conditions = new Conditions(List.of(), prober);
  private final EventStreams streams = new EventStreams(journal, clock, Runnable::run, 10);
  private final WaitAnswers answers = new WaitAnswers(room, clock, true);
  private final CallerLimit callers = new CallerLimit(10, 10);
  private final EventsHandler events =
      new EventsHandler(streams, registry, journal, signals::cluster, sender, room, clock);
  private final Routes routes =
      new Routes(
          sender,
          access,
          new SignInHandler(access, sender, room, clock),
          conditions,
          new HomeHandler(registry, journal, signals::cluster, events, clock, access, room),
          new WhyHandler(registry, clock, room),
          events,
          new TimelineHandler(registry, journal, clock, room),
          new HealthHandler(List.of()),
          new MetricsHandler(
              new Metrics(journal, registry, prober, Map::of, () -> 0, () -> 0, signals::cluster)),
          new WaitHandler(
              registry,
              signals,
              clock,
              new Budget(10),
              sender,
              new WaitOptions.Defaults(Duration.ofSeconds(30), Duration.ofHours(1)),
              answers,
              callers,
              new Progress(registry, signals, streams, sender, answers, callers, clock)),
          new SignalHandler(signals, sender, room, 65_536, clock),
          new ResetHandler(signals, sender));

  RoutesTest() throws IOException {}

  @Test
  void theExampleOfARouteIsDispatchedToIt() throws Exception {
    for (Route route : routes.table()) {
      if (route.description() != null) {
        String[] parts = route.description().example().split("\\?", 2);
        assertThat(routes.find(route.method(), RequestPath.parse(parts[0]))).isSameAs(route);
        Query.parse(parts.length == 1 ? "" : parts[1], route.parameters());
      }
    }
  }

  @Test
  void theExampleOfAParameterIsValid() throws Exception {
    for (Route route : routes.table()) {
      for (Parameter parameter : route.parameters()) {
        Query query = Query.parse(parameter.example(), route.parameters());
        assertThat(query.has(parameter)).as(parameter.example()).isTrue();
        assertThat(parameter.about()).isNotBlank().hasSizeLessThanOrEqualTo(53);
      }
    }
  }

  @Test
  void noTwoRoutesAreTheSame() {
    assertThat(routes.table().stream().map(route -> route.method() + " " + route.path().text()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /abc, /{key}",
    "GET, /a/b/, /{key}",
    "GET, /run-1/*, /{key}",
    "DELETE, /abc, /{key}",
    "DELETE, /run-1/*, /{prefix}/*",
    "DELETE, /run-1/a/*, /{prefix}/*",
    "DELETE, /*, /*",
    "DELETE, /a/_help, /{key}",
    "GET, /_%61ll, /_all?of={term}",
    "GET, /_all/more, /_all?of={term}",
    "GET, /_assets/page.css, /_assets/{file}",
    "GET, /favicon.ico, /favicon.ico",
    "PUT, /favicon.ico/more, /{key}",
    "PUT, /_help/more, ",
    "PUT, /_all, ",
    "PUT, /favicon.ico, ",
    "PUT, /, ",
    "GET, /_help/more, ",
    "GET, /_nothing, "
  })
  void aPathIsMatchedByItsFirstSegments(String method, String path, String template)
      throws Exception {
    Route route = routes.find(method, RequestPath.parse(path));
    assertThat(route == null ? null : route.path().text()).isEqualTo(template);
  }
}
