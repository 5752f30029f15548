package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Attempt;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that blocks its thread while it uses one socket. Closing the socket ends it: when its
 * time is over, when no wait needs it any more, or when too many attempts hang. Thread-safe.
 */
abstract class BlockingAttempt implements BlockingCalls.Call {
  final PendingAttempt attempt;

  /** The socket that it uses; null before. */
  @GuardedBy("this")
  private @Nullable Socket socket;

  BlockingAttempt(PendingAttempt attempt) {
    this.attempt = attempt;
    attempt.whenEnded(this::close);
  }

  /** Checks the target; may block. */
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

  /** Connects to an endpoint, and reports the progress of the attempt. */
  final Socket connect(Endpoint endpoint, PermittedAddress address) throws IOException {
    Socket opened = new Socket();
    closeAtTheEnd(opened);
    attempt.connects(endpoint.text());
    opened.connect(address.socketAddress());
    attempt.asks();
    return opened;
  }

  /** Closes a socket when the attempt ends; at once, if it has ended. */
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
        // It counts as closed.
      }
    }
  }
}
