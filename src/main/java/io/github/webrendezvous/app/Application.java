package io.github.webrendezvous.app;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.ResponseCounts;
import io.github.webrendezvous.metrics.Metrics;
import io.github.webrendezvous.probe.BlockingCalls;
import io.github.webrendezvous.probe.Connector;
import io.github.webrendezvous.probe.Endpoints;
import io.github.webrendezvous.probe.HttpExchanges;
import io.github.webrendezvous.probe.HttpKind;
import io.github.webrendezvous.probe.Names;
import io.github.webrendezvous.probe.PortKind;
import io.github.webrendezvous.probe.PostgresKind;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.ProbePolicy;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Limits;
import io.github.webrendezvous.rendezvous.OwnSignals;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Replica;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.rendezvous.SystemClock;
import io.github.webrendezvous.settings.InvalidSettingException;
import io.github.webrendezvous.settings.PostgresUrl;
import io.github.webrendezvous.settings.ServerInfo;
import io.github.webrendezvous.settings.Settings;
import io.github.webrendezvous.store.NewerSchemaException;
import io.github.webrendezvous.store.PostgresSignals;
import io.github.webrendezvous.stream.EventStreams;
import io.github.webrendezvous.syntax.Conditions;
import io.github.webrendezvous.web.Access;
import io.github.webrendezvous.web.CallerLimit;
import io.github.webrendezvous.web.EventsHandler;
import io.github.webrendezvous.web.HealthCheck;
import io.github.webrendezvous.web.HealthHandler;
import io.github.webrendezvous.web.HomeHandler;
import io.github.webrendezvous.web.MetricsHandler;
import io.github.webrendezvous.web.Progress;
import io.github.webrendezvous.web.ResetHandler;
import io.github.webrendezvous.web.Routes;
import io.github.webrendezvous.web.SignInHandler;
import io.github.webrendezvous.web.SignalHandler;
import io.github.webrendezvous.web.TimelineHandler;
import io.github.webrendezvous.web.WaitAnswers;
import io.github.webrendezvous.web.WaitHandler;
import io.github.webrendezvous.web.WaitOptions;
import io.github.webrendezvous.web.WhyHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The parts of one deployment, built from top to bottom, and closed in the opposite order. */
public final class Application implements AutoCloseable {
  // Each uses a thread while it runs; one that hangs does not block others. A lookup cannot be
  // interrupted, so there are many.
  private static final int LOOK_UPS = 64;
  private static final int STUCK_LOOK_UPS = 1_000;
  private static final int LOOKS = 128;
  private static final int STUCK_LOOKS = 64;

  private static final int LOG_THREADS = 1;

  // Long enough that a log line does not delay the response that it reports.
  private static final Duration LOG_PAUSE = Duration.ofMillis(10);

  // Each costs the signaller some microseconds; waking a thread would cost the waits more.
  private static final int RELEASED_BY_THE_SIGNALLER = 4;

  /** The part of the heap that long answers may use while clients read them: one eighth. */
  private static final int PART_FOR_LONG_ANSWERS = 8;

  /** The bytes that incomplete bodies may use at least. */
  private static final int LEAST_FOR_BODIES = 1_024 * 1_024;

  /** How many people can look at the same time, at least. */
  private static final int LEAST_STREAMS = 250;

  private static final int WAITS_PER_STREAM = 50;

  /** The lateness of timers that is no longer a busy machine. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static final Duration TO_ANSWER_ALL_WAITS = Duration.ofMillis(1_500);

  /** Closes the parts; the one that was made last comes first. */
  private final Deque<Runnable> ends = new ArrayDeque<>();

  private final Routes routes;

  /**
   * @param server which container this is
   * @throws IOException if the system has no sockets left, or a file of the WAR is missing; nothing
   *     is left behind then
   */
  public Application(Settings settings, ServerInfo server) throws IOException {
    try {
      SystemClock clock = new SystemClock();
      ends.push(clock::close);
      Threads logThread = ended(Threads.atMost(LOG_THREADS, "log"), TO_ANSWER_ALL_WAITS);
      Journal journal = new Journal(clock, settings.journalLength());
      EventLog log = new EventLog(settings.jsonLog());
      journal.follow(logThread, LOG_PAUSE, log);
      ends.push(journal::flush);
      Threads lookUps = ended(Threads.asNeeded("look-up"), settings.connectTimeout());
      Threads databases =
          ended(Threads.asNeeded("database"), settings.connectTimeout().plusSeconds(1));
      Connector connector = new Connector(clock);
      ends.push(connector::close);
      HttpExchanges exchanges = new HttpExchanges(clock, lookUps);
      ends.push(exchanges::close);
      int processors = Runtime.getRuntime().availableProcessors();
      Threads releases =
          ended(Threads.atMost(Math.max(4, 2 * processors), "release"), TO_ANSWER_ALL_WAITS);

      Replica replica =
          settings.storeUrl() == null
              ? null
              : new Replica(clock, settings.maxKeys(), settings.maxValueBytes());
      Registry registry =
          new Registry(
              clock,
              journal,
              releases,
              RELEASED_BY_THE_SIGNALLER,
              new Limits(
                  settings.maxWaits(),
                  settings.maxKeys(),
                  settings.maxTargets(),
                  settings.maxValueBytes()),
              replica);
      ends.push(registry::close);

      Driver driver = PostgresDriver.unregistered();
      Signals signals =
          replica == null
              ? new OwnSignals(registry)
              : stored(settings, driver, registry, replica, clock);

      Names names = new Names(new BlockingCalls(clock, lookUps, LOOK_UPS, STUCK_LOOK_UPS));
      BlockingCalls looks = new BlockingCalls(clock, databases, LOOKS, STUCK_LOOKS);
      ProbePolicy policy = check(settings);
      Endpoints endpoints = new Endpoints(names, policy);
      List<ProbeKind> kinds =
          List.of(
              new PortKind(endpoints, connector),
              new PostgresKind(settings.postgresUrl(), names, policy, looks, driver),
              new HttpKind(endpoints, exchanges));
      Budget longAnswers = new Budget(Runtime.getRuntime().maxMemory() / PART_FOR_LONG_ANSWERS);
      Budget bodies = new Budget(bytesForBodies(settings));
      ResponseCounts responses = new ResponseCounts();
      AnswerSender sender = new AnswerSender(clock, server.isJetty(), responses);
      Access access = new Access(settings.tokens(), settings.pageActions());
      Threads streamThread = ended(Threads.atMost(1, "stream"), TO_ANSWER_ALL_WAITS);
      EventStreams streams =
          new EventStreams(
              journal,
              clock,
              streamThread,
              Math.max(LEAST_STREAMS, settings.maxWaits() / WAITS_PER_STREAM));
      ends.push(streams::close);
      Prober prober =
          new Prober(clock, settings.connectTimeout(), settings.maxKeys(), settings.maxAttempts());
      Conditions conditions = new Conditions(kinds, prober);
      List<HealthCheck> checks =
          List.of(
              new HealthCheck("timers", true, () -> problem(clock)),
              new HealthCheck("port-probes", true, () -> problem(connector)),
              new HealthCheck("waits", false, () -> problem(registry)));
      WaitAnswers answers = new WaitAnswers(longAnswers, clock, replica == null);
      CallerLimit callers = new CallerLimit(settings.maxWaitsPerCaller(), settings.maxWaits());
      EventsHandler events =
          new EventsHandler(
              streams, registry, journal, signals::cluster, sender, longAnswers, clock);
      routes =
          new Routes(
              sender,
              access,
              new SignInHandler(access, sender, bodies, clock),
              conditions,
              new HomeHandler(
                  registry, journal, signals::cluster, events, clock, access, longAnswers),
              new WhyHandler(registry, clock, longAnswers),
              events,
              new TimelineHandler(registry, journal, clock, longAnswers),
              new HealthHandler(checks),
              new MetricsHandler(
                  new Metrics(
                      journal,
                      registry,
                      prober,
                      responses::byStatus,
                      log::missed,
                      streams::open,
                      signals::cluster)),
              new WaitHandler(
                  registry,
                  signals,
                  clock,
                  new Budget(settings.maxWaits()),
                  sender,
                  new WaitOptions.Defaults(settings.timeout(), settings.maxTimeout()),
                  answers,
                  callers,
                  new Progress(registry, signals, streams, sender, answers, callers, clock)),
              new SignalHandler(signals, sender, bodies, settings.maxBodyBytes(), clock),
              new ResetHandler(signals, sender));
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Signals that several nodes share. */
  private Signals stored(
      Settings settings, Driver driver, Registry registry, Replica replica, Clock clock) {
    PostgresUrl url = Objects.requireNonNull(settings.storeUrl());
    PostgresUrl listened = settings.storeListenUrl();
    try {
      PostgresSignals signals =
          new PostgresSignals(
              new PostgresSignals.Configuration(
                  url,
                  listened == null ? url : listened,
                  settings.storeTimeout(),
                  settings.maxKeys(),
                  settings.maxValueBytes()),
              driver,
              NodeName.own(),
              registry,
              replica,
              clock);
      Threads threads = ended(Threads.asNeeded("store"), TO_ANSWER_ALL_WAITS);
      ends.push(signals::close);
      signals.start(threads);
      return signals;
    } catch (NewerSchemaException e) {
      throw InvalidSettingException.saying(String.valueOf(e.getMessage()));
    }
  }

  private static long bytesForBodies(Settings settings) {
    long ofOne = 3L * settings.maxBodyBytes(); // While it is read, and when it is copied.
    return Math.max(Math.max(LEAST_FOR_BODIES, ofOne), settings.maxValueBytes());
  }

  private static @Nullable String problem(SystemClock clock) {
    Duration late = clock.lateness();
    return late.compareTo(LATE) < 0 ? null : "timers are " + late.toSeconds() + " s late";
  }

  private static @Nullable String problem(Connector connector) {
    return connector.isRunning() ? null : "the thread of the port probes has ended";
  }

  private static @Nullable String problem(Registry registry) {
    return registry.isOpen() ? null : "shutting down";
  }

  /**
   * Checks the settings that are read by a part of the application.
   *
   * @throws InvalidSettingException if one is invalid
   */
  @CanIgnoreReturnValue
  public static ProbePolicy check(Settings settings) {
    try {
      return ProbePolicy.parse(settings.probeAllow(), settings.probeDeny());
    } catch (IllegalArgumentException e) {
      throw InvalidSettingException.saying(
          "The settings probeAllow and probeDeny must be rules such as db:5432, *.example.com,"
              + " 10.0.0.0/8 or [fd00::/8]:1-1024 with commas between them: "
              + e.getMessage());
    }
  }

  private Threads ended(Threads threads, Duration patience) {
    ends.push(() -> threads.end(patience));
    return threads;
  }

  public Routes routes() {
    return routes;
  }

  /** Answers all waits and leaves no thread behind. */
  @Override
  public void close() {
    ends.forEach(Runnable::run);
    ends.clear();
  }
}
