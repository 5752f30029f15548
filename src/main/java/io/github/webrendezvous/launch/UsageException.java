package io.github.webrendezvous.launch;

/** An invalid command line; the message says in one line what to write. */
final class UsageException extends Exception {
  UsageException(String message) {
    super(message + "; see --help");
  }
}
