package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Attempt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that blocks the thread it runs on, through one socket. It ends when that is closed:
 * when its time is over, when nobody waits for it any more, or when it must give way. Thread-safe.
 */
abstract class BlockingAttempt implements BlockingCalls.Call {
  final PendingAttempt attempt;

  /** What it blocks on now; null before. */
  @GuardedBy("this")
  private @Nullable Socket socket;

  BlockingAttempt(PendingAttempt attempt) {
    this.attempt = attempt;
    attempt.whenEnded(this::close);
  }

  /** Looks at the target; may block. */
  abstract Attempt look() throws IOException;

  @Override
  public final void run() {
    if (attempt.hasEnded()) {
      return;
    }
    try {
      attempt.end(look());
    } catch (IOException e) {
      attempt.end(Failures.ofConnection(e, attempt));
    } finally {
      close();
    }
  }

  /** Connects to an endpoint, and says how far the attempt has come. */
  final Socket connect(Endpoint endpoint, InetSocketAddress address) throws IOException {
    Socket opened = new Socket();
    closeAtTheEnd(opened);
    attempt.connects(endpoint.text());
    opened.connect(address);
    attempt.asks();
    return opened;
  }

  /** Closes a socket when the attempt has ended; at once, if it has. */
  final synchronized void closeAtTheEnd(Socket opened) {
    socket = opened;
    if (attempt.hasEnded()) {
      close();
    }
  }

  @Override
  public final void cutShort() {
    attempt.end(Attempt.notMade("no answer yet, and too many other servers do not answer"));
  }

  @Override
  public final void notRun(Throwable why) {
    attempt.end(Attempt.notMade("no thread for the attempt: " + why.getMessage()));
  }

  private synchronized void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed all the same.
      }
    }
  }
}
