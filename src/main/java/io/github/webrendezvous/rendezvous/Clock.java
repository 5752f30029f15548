package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;

/**
 * The one source of time: what o'clock it is, how much time has passed, and alarms. Thread-safe.
 */
public interface Clock {
  /** The time of day, for people. It may be set back; nothing is measured with it. */
  Instant now();

  /** Nanoseconds since some fixed point; never goes back. Meaningful only as a difference. */
  long nanos();

  /**
   * Runs a task once the delay is over, on a thread that serves all alarms: it must be short and
   * must not block. A clock that was stopped never runs it.
   */
  Alarm after(Duration delay, Runnable task);

  /** Something that will run later, unless cancelled. */
  interface Alarm {
    /** Has no effect once the task has begun. */
    void cancel();
  }
}
