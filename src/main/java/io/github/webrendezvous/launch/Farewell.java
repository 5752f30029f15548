package io.github.webrendezvous.launch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The end of listening: no connection that was accepted is closed without an answer. First nothing
 * more is accepted, then everybody who was gets some time to send a request and be answered.
 */
final class Farewell {
  /** A client sends its request as soon as it is connected; one that does not has none. */
  private static final Duration LONGEST = Duration.ofMillis(300);

  private static final Duration PAUSE = Duration.ofMillis(2);

  private Farewell() {}

  static void say(ServerConnector connector) {
    connector.close();
    long end = System.nanoTime() + LONGEST.toNanos();
    while (connector.getConnectedEndPoints().stream().anyMatch(Farewell::isUnanswered)
        && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Whether it has had no answer yet, or to fewer requests than it has sent. */
  private static boolean isUnanswered(EndPoint endPoint) {
    Connection connection = endPoint.getConnection();
    return connection == null
        || connection.getMessagesOut() == 0
        || connection.getMessagesOut() < connection.getMessagesIn();
  }
}
