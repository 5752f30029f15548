package io.github.webrendezvous.launch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Stops listening without closing an accepted connection before it has a response: the server
 * accepts no more connections, and gives the others some time to send a request and get a response.
 */
final class Farewell {
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /**
   * The time without unanswered connections after which the stop continues. A connection that was
   * just accepted is not among the server's end points yet; its client sends its request at once.
   */
  private static final Duration QUIET = Duration.ofMillis(100);

  private static final Duration PAUSE = Duration.ofMillis(2);

  private Farewell() {}

  static void say(ServerConnector connector) {
    connector.close();
    long start = System.nanoTime();
    long quietSince = start;
    long now = start;
    while (now - start < LONGEST.toNanos() && now - quietSince < QUIET.toNanos()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      now = System.nanoTime();
      if (connector.getConnectedEndPoints().stream().anyMatch(Farewell::isUnanswered)) {
        quietSince = now;
      }
    }
  }

  /** Whether it has got fewer responses than it has sent requests, or none. */
  private static boolean isUnanswered(EndPoint endPoint) {
    Connection connection = endPoint.getConnection();
    return connection == null
        || connection.getMessagesOut() == 0
        || connection.getMessagesOut() < connection.getMessagesIn();
  }
}
