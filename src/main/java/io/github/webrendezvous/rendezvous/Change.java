package io.github.webrendezvous.rendezvous;

/** One change of signals that several nodes share, as a store has recorded it. Immutable. */
public sealed interface Change {
  /** Who made it. */
  Caller caller();

  /** When it was recorded, by the store's clock, in microseconds since 1970. */
  long atMicros();

  /** A key was signalled. */
  record Signalled(Key key, Signal signal, Caller caller, long atMicros) implements Change {}

  /** A key was reset. */
  record Reset(Key key, Caller caller, long atMicros) implements Change {}

  /** Every key was reset whose name begins so. */
  record ResetAll(String prefix, Caller caller, long atMicros) implements Change {}

  /** A key was forgotten to make room. */
  record Forgotten(Key key, Caller caller, long atMicros) implements Change {}
}
