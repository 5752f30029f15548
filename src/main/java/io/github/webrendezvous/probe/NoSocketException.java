package io.github.webrendezvous.probe;

import java.io.IOException;
import java.net.SocketException;
import java.util.Locale;

/** The system has no socket to give or lets us use none, which says nothing of the target. */
final class NoSocketException extends IOException {
  NoSocketException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether that is what a failure is about, though somebody else found it. */
  static boolean isMeantBy(Throwable failure) {
    if (failure instanceof NoSocketException) {
      return true;
    }
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    // The JDK has no exceptions of their own for EMFILE, ENFILE, ENOBUFS, EADDRNOTAVAIL (no free
    // local port), ENOMEM, EPERM and EACCES (a firewall of ours), but for their words.
    return failure instanceof SocketException
        && (message.contains("too many open files")
            || message.contains("no buffer space")
            || message.contains("cannot assign requested address")
            || message.contains("cannot allocate memory")
            || message.contains("not permitted")
            || message.contains("permission denied"));
  }
}
