package io.github.webrendezvous.launch;

/** A command line that makes no sense; the message says in one line what does. */
final class UsageException extends Exception {
  UsageException(String message) {
    super(message + "; see --help");
  }
}
