package io.github.webrendezvous.probe;

/** A request for a probe that cannot be made; the message says what to type instead. */
public final class MalformedProbeException extends Exception {
  MalformedProbeException(String message) {
    super(message);
  }
}
