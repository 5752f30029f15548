package io.github.webrendezvous.launch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A connection that notices when the client disconnects while its request is parked. Jetty's HTTP
 * connection does not read then. This end point does: at the end of the stream, or an error, it
 * calls the watcher. What the client sends early is kept for the HTTP connection, and ends the
 * watch. Thread-safe.
 */
final class WatchedEndPoint implements EndPoint, EndPoint.Wrapper {
  /** The bytes of an early request that are kept; more stays with the system. */
  private static final int EARLY = 1_024;

  private final EndPoint endPoint;
  private final Executor threads;

  /** Read for the HTTP connection, but not taken by it yet; in flush mode. */
  @GuardedBy("this")
  private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

  /** Whether the stream has ended; the HTTP connection reads that from then on. */
  @GuardedBy("this")
  private boolean ended;

  /** Whether the registered read interest belongs to the watch. */
  @GuardedBy("this")
  private boolean watching;

  /** Whether the last read by the HTTP connection took everything that the system had. */
  @GuardedBy("this")
  private boolean tookAll;

  /** Whether reads by the HTTP connection return nothing, without a system call. */
  @GuardedBy("this")
  private boolean drained;

  /** The task to run when the client disconnects; null if there is none. */
  @GuardedBy("this")
  private @Nullable Runnable whenGone;

  /** The callback with which the HTTP connection waits for input, after the watch's interest. */
  @GuardedBy("this")
  private @Nullable Callback reader;

  private final Callback watch =
      new Callback() {
        @Override
        public void succeeded() {
          readable();
        }

        @Override
        public void failed(Throwable failure) {
          broken(failure);
        }

        /** Neither the HTTP connection nor the watcher blocks. */
        @Override
        public InvocationType getInvocationType() {
          return InvocationType.NON_BLOCKING;
        }
      };

  WatchedEndPoint(EndPoint endPoint, Executor threads) {
    this.endPoint = endPoint;
    this.threads = threads;
  }

  /**
   * Runs the task once if the client disconnects, unless it sends something before; replaces an
   * older watch.
   */
  void watch(Runnable tell) {
    synchronized (this) {
      whenGone = tell;
      if (watching || ended || early.hasRemaining()) {
        return;
      }
      watching = true;
    }
    interest();
  }

  /**
   * A request has been read. If it has no body, and the last read took everything, Jetty's further
   * reads until the response would find nothing, with a system call each. What the client sends
   * meanwhile is found when the HTTP connection waits for input.
   */
  void requestBegins(boolean hasNoBody) {
    synchronized (this) {
      drained = hasNoBody && tookAll;
    }
  }

  /**
   * Makes the HTTP connection wait for the next request; on this thread, as it reads nothing. What
   * the client has sent since the last read is found by the read interest.
   *
   * @return false, and nothing is done, if the last read may have left something
   */
  boolean rest(Runnable connection) {
    synchronized (this) {
      if (reader != null || ended || early.hasRemaining() || !tookAll) {
        return false;
      }
      drained = true;
    }
    connection.run();
    return true;
  }

  private void interest() {
    if (!endPoint.tryFillInterested(watch)) {
      synchronized (this) {
        watching = false; // The HTTP connection reads, and notices it itself.
      }
    }
  }

  private void readable() {
    Callback waiting;
    Runnable gone = null;
    boolean again = false;
    synchronized (this) {
      watching = false;
      waiting = reader;
      reader = null;
      if (waiting == null) {
        int read = readEarly();
        ended = read < 0;
        again = read == 0;
        watching = again;
        gone = ended ? whenGone : null;
        whenGone = again ? whenGone : null;
      }
    }
    if (waiting != null) {
      waiting.succeeded();
    } else if (again) {
      interest();
    } else if (gone != null) {
      gone.run();
    }
  }

  @GuardedBy("this")
  private int readEarly() {
    ByteBuffer buffer = BufferUtil.allocate(EARLY);
    try {
      int read = endPoint.fill(buffer);
      early = read > 0 ? buffer : early;
      return read;
    } catch (IOException e) {
      return -1;
    }
  }

  private void broken(Throwable failure) {
    Callback waiting;
    Runnable gone;
    synchronized (this) {
      watching = false;
      waiting = reader;
      reader = null;
      gone = waiting == null ? whenGone : null;
      whenGone = null;
    }
    if (waiting != null) {
      waiting.failed(failure);
    } else if (gone != null) {
      gone.run();
    }
  }

  @Override
  public EndPoint unwrap() {
    return endPoint;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    synchronized (this) {
      if (early.hasRemaining()) {
        int position = BufferUtil.flipToFill(buffer);
        int read = BufferUtil.put(early, buffer);
        BufferUtil.flipToFlush(buffer, position);
        return read;
      }
      if (ended) {
        return -1;
      }
      if (drained) {
        return 0;
      }
      int room = BufferUtil.space(buffer);
      int read = endPoint.fill(buffer);
      tookAll = read >= 0 && read < room;
      return read;
    }
  }

  @Override
  public void fillInterested(Callback callback) {
    if (!await(callback)) {
      endPoint.fillInterested(callback);
    }
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    return await(callback) || endPoint.tryFillInterested(callback);
  }

  /**
   * Whether the callback will be called because of bytes that were read already, or by the watch's
   * interest.
   */
  private boolean await(Callback callback) {
    synchronized (this) {
      drained = false;
      if (watching) {
        reader = callback;
        return true;
      }
      if (!ended && !early.hasRemaining()) {
        return false;
      }
    }
    threads.execute(callback::succeeded);
    return true;
  }

  @Override
  public boolean isFillInterested() {
    synchronized (this) {
      return watching ? reader != null : endPoint.isFillInterested();
    }
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return endPoint.getLocalSocketAddress();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return endPoint.getRemoteSocketAddress();
  }

  @Override
  public boolean isOpen() {
    return endPoint.isOpen();
  }

  @Override
  public long getCreatedTimeStamp() {
    return endPoint.getCreatedTimeStamp();
  }

  @Override
  public void shutdownOutput() {
    endPoint.shutdownOutput();
  }

  @Override
  public boolean isOutputShutdown() {
    return endPoint.isOutputShutdown();
  }

  @Override
  public boolean isInputShutdown() {
    return endPoint.isInputShutdown();
  }

  @Override
  public void close(Throwable cause) {
    endPoint.close(cause);
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    return endPoint.flush(buffers);
  }

  @Override
  public Object getTransport() {
    return endPoint.getTransport();
  }

  @Override
  public long getIdleTimeout() {
    return endPoint.getIdleTimeout();
  }

  @Override
  public void setIdleTimeout(long milliseconds) {
    endPoint.setIdleTimeout(milliseconds);
  }

  @Override
  public void write(Callback callback, ByteBuffer... buffers) {
    endPoint.write(callback, buffers);
  }

  @Override
  public Callback cancelWrite(Throwable cause) {
    return endPoint.cancelWrite(cause);
  }

  @Override
  public Connection getConnection() {
    return endPoint.getConnection();
  }

  @Override
  public void setConnection(Connection connection) {
    endPoint.setConnection(connection);
  }

  @Override
  public void onOpen() {
    endPoint.onOpen();
  }

  @Override
  public void onClose(Throwable cause) {
    endPoint.onClose(cause);
  }

  @Override
  public void upgrade(Connection connection) {
    endPoint.upgrade(connection);
  }

  @Override
  public EndPoint.SslSessionData getSslSessionData() {
    return endPoint.getSslSessionData();
  }
}
