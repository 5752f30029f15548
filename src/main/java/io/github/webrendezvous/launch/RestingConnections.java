package io.github.webrendezvous.launch;

import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * The executor of a connector, which uses no thread for a connection that has nothing to read.
 * After a request is answered by another thread than the one that read it, Jetty gives its
 * connection to a thread of the pool, which tries to read and finds nothing. {@link
 * WatchedEndPoint} lets the connection wait for its next request at once. That saves a hand-over
 * for each wait that a signal releases, and for each signal that a store records. Thread-safe.
 */
final class RestingConnections implements TryExecutor {
  private final TryExecutor threads;

  RestingConnections(TryExecutor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    if (!rests(task)) {
      threads.execute(task);
    }
  }

  /** Whether the task was a connection that now waits for its next request. */
  private static boolean rests(Runnable task) {
    return task instanceof HttpConnection connection
        && connection.getEndPoint() instanceof WatchedEndPoint watched
        // A request that was sent together with the previous one may take long.
        && connection.isRequestBufferEmpty()
        && watched.rest(connection);
  }

  @Override
  public boolean tryExecute(Runnable task) {
    return threads.tryExecute(task);
  }
}
