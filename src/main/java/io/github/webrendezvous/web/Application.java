package io.github.webrendezvous.web;

import io.github.webrendezvous.probe.Connector;
import io.github.webrendezvous.probe.PortKind;
import io.github.webrendezvous.probe.PostgresKind;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.SystemClock;
import io.github.webrendezvous.settings.Settings;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * The parts of one deployment, put together from top to bottom, and taken apart in the opposite
 * order.
 */
final class Application implements AutoCloseable {
  // One slow name server or database holds one of these each; they end when idle.
  private static final int LOOK_UP_THREADS = 256;
  private static final int DATABASE_THREADS = 64;
  private static final int LOG_THREADS = 1;

  private static final Duration TO_ANSWER_EVERYBODY = Duration.ofMillis(1_500);

  private final SystemClock clock;
  private final ExecutorService logThread;
  private final ExecutorService releases;
  private final ExecutorService lookUps;
  private final ExecutorService databases;
  private final Duration longestAttempt;
  private final Registry registry;
  private final Connector connector;
  private final Routes routes;

  Application(Settings settings, ServletContext context) throws IOException {
    clock = new SystemClock();
    logThread = Threads.pool("log", LOG_THREADS);
    releases = Threads.pool("release", Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    lookUps = Threads.pool("look-up", LOOK_UP_THREADS);
    databases = Threads.pool("database", DATABASE_THREADS);
    longestAttempt = settings.connectTimeout();

    Journal journal = new Journal(clock, settings.journalLength());
    EventLog log = new EventLog();
    journal.follow(logThread, log::write, log::missed);
    registry = new Registry(clock, journal, releases);

    connector = new Connector(clock);
    List<ProbeKind> kinds =
        List.of(
            new PortKind(lookUps, connector, clock, settings.connectTimeout()),
            new PostgresKind(settings.postgresUrl(), settings.connectTimeout(), databases));

    routes =
        new Routes(
            new HomeHandler(registry, journal, clock),
            new WaitHandler(registry, new Conditions(kinds, new Prober(clock)), settings.timeout()),
            new SignalHandler(registry),
            new AssetHandler(context));
  }

  Routes routes() {
    return routes;
  }

  /** Answers everybody who waits and leaves no thread behind. */
  @Override
  public void close() {
    registry.close();
    Threads.end(releases, TO_ANSWER_EVERYBODY);
    connector.close();
    clock.close();
    Threads.end(databases, longestAttempt.plusSeconds(1));
    Threads.end(lookUps, longestAttempt);
    Threads.end(logThread, TO_ANSWER_EVERYBODY);
  }
}
