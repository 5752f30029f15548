package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import java.lang.System.Logger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens for notifications, and hints the reader at them. Between two connections, notifications
 * are lost: after each LISTEN the reader looks. One thread runs it.
 */
final class Listener implements Runnable, AutoCloseable {
  private static final Logger LOG = System.getLogger(Listener.class.getName());

  private static final int POLL_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 500;

  /** Every node sends a notification every five seconds. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Session session;
  private final Reader reader;
  private final Contact contact;
  private final Clock clock;
  private final Defects defects = new Defects();
  private boolean complained;
  private volatile boolean closed;

  Listener(Session session, Reader reader, Contact contact, Clock clock) {
    this.session = session;
    this.reader = reader;
    this.contact = contact;
    this.clock = clock;
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        Connection connection = session.get();
        try (Statement statement = connection.createStatement()) {
          statement.execute("LISTEN " + Log.CHANNEL);
        }
        reader.hint(Long.MAX_VALUE);
        listen(connection);
      } catch (SQLException e) {
        session.drop();
      } catch (Throwable e) { // The thread goes on.
        session.drop();
        defects.caught("Notifications could not be read", e);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(closed ? 0 : PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Returns if there are no notifications any more. */
  private void listen(Connection connection) throws SQLException {
    PGConnection notified = connection.unwrap(PGConnection.class);
    long heardNanos = clock.nanos();
    while (!closed && clock.nanos() - heardNanos < SILENCE_NANOS) {
      PGNotification[] notifications = notified.getNotifications(POLL_MILLIS);
      if (notifications != null && notifications.length > 0) {
        heardNanos = clock.nanos();
        for (PGNotification notification : notifications) {
          reader.hint(Log.revision(notification.getParameter()));
        }
      }
    }
    session.drop();
    if (!closed && !complained && contact.problem() == null) {
      complained = true;
      LOG.log(
          Logger.Level.WARNING,
          "no notifications arrive from the store, so that waits on other nodes are released up to"
              + " a second late: if a pooler such as PgBouncer is in between, set storeListenURL to"
              + " the URL of PostgreSQL itself");
    }
  }

  @Override
  public void close() {
    closed = true;
    session.close();
  }
}
