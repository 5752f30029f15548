package io.github.webrendezvous.probe;

import java.io.IOException;
import java.net.SocketException;
import java.util.Locale;

/** The system has no socket, or does not let us use one, which says nothing about the target. */
final class NoSocketException extends IOException {
  NoSocketException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether another exception means the same. */
  static boolean isMeantBy(Throwable failure) {
    if (failure instanceof NoSocketException) {
      return true;
    }
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    // The JDK has no special exceptions, only messages, for EMFILE, ENFILE, ENOBUFS, EADDRNOTAVAIL
    // (no free
    // local port), ENOMEM, EPERM and EACCES (a local firewall).
    return failure instanceof SocketException
        && (message.contains("too many open files")
            || message.contains("no buffer space")
            || message.contains("cannot assign requested address")
            || message.contains("cannot allocate memory")
            || message.contains("not permitted")
            || message.contains("permission denied"));
  }
}
