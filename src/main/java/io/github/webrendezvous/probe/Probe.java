package io.github.webrendezvous.probe;

/** What to look at, and how to look once. Thread-safe. */
public interface Probe {
  /**
   * Begins one attempt and returns at once. The probe ends the attempt with what it finds, says
   * before how far it has come, and closes what it has opened when the attempt has ended, whoever
   * ended it.
   */
  void begin(PendingAttempt attempt);
}
