package io.github.webrendezvous.probe;

import java.io.IOException;

/** The system has no more sockets to give, which says nothing of the target. */
final class NoSocketException extends IOException {
  NoSocketException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
