package io.github.webrendezvous.probe;

/** A malformed request for a probe; the message says what to write instead. */
public final class MalformedProbeException extends Exception {
  MalformedProbeException(String message) {
    super(message);
  }
}
