package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import java.lang.System.Logger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Trims the table of changes every thirty seconds. After many signals this takes a while, so that
 * it has a connection of its own. One thread runs it.
 */
final class Trimmer implements Runnable, AutoCloseable {
  private static final Logger LOG = System.getLogger(Trimmer.class.getName());

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** How long rows stay, and how many of the newest in any case. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private static final int KEPT_ROWS = 1_000;

  private final Session session;
  private final Trimming trimming;
  private final Clock clock;
  private final Defects defects = new Defects();
  private boolean hasFailed;
  private volatile boolean closed;

  Trimmer(Session session, Trimming trimming, Clock clock) {
    this.session = session;
    this.trimming = trimming;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      while (pause()) {
        trim();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False if it is closed. */
  private synchronized boolean pause() throws InterruptedException {
    long end = clock.nanos() + PAUSE_NANOS;
    for (long left = PAUSE_NANOS; left > 0 && !closed; left = end - clock.nanos()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return !closed;
  }

  private void trim() {
    try {
      trim(session.get());
    } catch (SQLException e) {
      session.drop();
    } catch (Throwable e) { // The thread goes on.
      session.drop();
      defects.caught("Old rows of the store could not be removed", e);
    }
  }

  private void trim(Connection connection) throws SQLException {
    try {
      boolean more = true;
      while (more && !closed) {
        more = trimming.trim(connection, KEPT, KEPT_ROWS);
      }
      hasFailed = false;
    } catch (SQLException e) {
      if (!hasFailed && !closed) {
        LOG.log(
            Logger.Level.WARNING,
            "old rows of the store could not be removed: " + Contact.inOneLine(e));
      }
      hasFailed = true;
      throw e;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    session.close();
  }
}
