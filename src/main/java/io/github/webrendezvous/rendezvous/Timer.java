package io.github.webrendezvous.rendezvous;

/**
 * Something that a clock calls when its time has come, unless it is cancelled. It stands in the
 * clock's heap itself, so that a deadline costs no object of its own. It is set at most once at a
 * time; the clock guards its fields.
 */
abstract class Timer {
  /** In place of a place in the heap, while it is not set. */
  static final int NOWHERE = -1;

  /** When, on the clock. */
  long atNanos;

  /** Where it stands in the heap. */
  int place = NOWHERE;

  /** Runs on a thread that serves all alarms: it must be short and must not block. */
  abstract void ring();
}
