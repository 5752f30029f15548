package io.github.webrendezvous.probe;

/** A target, and how to make one attempt at it. Thread-safe. */
public interface Probe {
  /**
   * Begins one attempt and returns at once. The probe reports the progress of the attempt and ends
   * it with the result. When the attempt has ended, for any reason, the probe closes what it has
   * opened.
   */
  void begin(PendingAttempt attempt);
}
