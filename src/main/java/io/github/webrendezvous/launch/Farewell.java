package io.github.webrendezvous.launch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Stops listening, such that no accepted connection is closed without an answer: the server accepts
 * no more connections, and gives those that it has some time to send a request and be answered.
 */
final class Farewell {
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /**
   * How long nobody may be unanswered. A connection that was just accepted is not among the
   * server's end points yet; its client sends its request as soon as it is connected.
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

  /** Whether it has had no answer yet, or to fewer requests than it has sent. */
  private static boolean isUnanswered(EndPoint endPoint) {
    Connection connection = endPoint.getConnection();
    return connection == null
        || connection.getMessagesOut() == 0
        || connection.getMessagesOut() < connection.getMessagesIn();
  }
}
