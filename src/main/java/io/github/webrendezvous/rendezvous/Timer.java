package io.github.webrendezvous.rendezvous;

/**
 * Something that a clock fires once a delay is over, unless it is cancelled. It is a member of the
 * clock's heap itself, so that a deadline costs no object of its own. It is set at most once at a
 * time; the clock guards its fields.
 */
public abstract class Timer {
  /** In place of a position in the heap, while it is not set. */
  static final int NOWHERE = -1;

  /** When it fires, on the clock. */
  long atNanos;

  /** Its position in the heap. */
  int position = NOWHERE;

  /** Runs on a thread that serves all timers: it must be short and must not block. */
  public abstract void fire();
}
