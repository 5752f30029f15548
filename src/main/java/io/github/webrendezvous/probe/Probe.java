package io.github.webrendezvous.probe;

/** What to look at, and how to look once. Thread-safe. */
public interface Probe {
  /**
   * Begins one attempt and returns at once. The probe reports how far the attempt has come and ends
   * it with what it finds. When the attempt has ended, for whatever reason, the probe closes what
   * it has opened.
   */
  void begin(PendingAttempt attempt);
}
