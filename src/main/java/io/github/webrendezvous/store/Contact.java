package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Clock;
import java.lang.System.Logger;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether the database answers, for the log and for messages. Thread-safe. */
final class Contact {
  private static final Logger LOG = System.getLogger(Contact.class.getName());

  private final Clock clock;
  private final String database;

  /** Why it does not answer; null while it does. */
  private volatile @Nullable String problem;

  private volatile long reachedNanos;
  private volatile boolean closed;

  Contact(Clock clock, String database) {
    this.clock = clock;
    this.database = database;
    reachedNanos = clock.nanos();
  }

  /** The database has answered. */
  void reached() {
    reachedNanos = clock.nanos();
    if (problem != null) {
      problem = null;
      LOG.log(Logger.Level.INFO, "the store at " + database + " answers again");
    }
  }

  /** The database has not answered. */
  void failed(SQLException failure) {
    boolean isNew = problem == null;
    problem = inOneLine(failure);
    if (isNew && !closed) {
      LOG.log(
          Logger.Level.WARNING,
          "the store at " + database + " does not answer: " + problem + "; waits are still held");
    }
  }

  /** The connections are about to be closed here, so that their failures are not reported. */
  void close() {
    closed = true;
  }

  static String inOneLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
  }

  /** Why it does not answer; null while it does. */
  @Nullable String problem() {
    return problem;
  }

  /** How long ago it has answered. */
  Duration age() {
    return Duration.ofNanos(clock.nanos() - reachedNanos);
  }
}
