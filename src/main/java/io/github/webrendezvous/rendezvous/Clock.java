package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one source of time: wall-clock time, elapsed time, and timers. Thread-safe. */
public interface Clock {
  /** The wall-clock time, for people. It may be set back; nothing is measured with it. */
  Instant now();

  /** The same in microseconds since 1970. */
  default long micros() {
    Instant now = now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  /** Converts microseconds since 1970 to a wall-clock time. */
  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Nanoseconds since some fixed point; never goes back. Meaningful only as a difference. */
  long nanos();

  /**
   * A moment, by both.
   *
   * @param micros wall-clock time in microseconds since 1970
   * @param nanos as {@link #nanos()}
   */
  record Moment(long micros, long nanos) {}

  /** This moment. */
  default Moment moment() {
    return new Moment(micros(), nanos());
  }

  /**
   * Fires a timer once the delay is over, on a thread that serves all timers. A clock that was
   * stopped never does.
   */
  void set(Timer timer, Duration delay);

  /** Has no effect on a timer that has begun to fire, or was not set. */
  void cancel(Timer timer);

  /**
   * Runs a task once the delay is over, on a thread that serves all timers: it must be short and
   * must not block. A clock that was stopped never runs it.
   */
  default Task after(Duration delay, Runnable task) {
    Task timer = new Task(this, task);
    set(timer, delay);
    return timer;
  }

  /** A task that runs later, unless it is cancelled. */
  final class Task extends Timer {
    private final Clock clock;
    private final Runnable task;

    private Task(Clock clock, Runnable task) {
      this.clock = clock;
      this.task = task;
    }

    @Override
    public void fire() {
      task.run();
    }

    /** Has no effect once the task has begun. */
    public void cancel() {
      clock.cancel(this);
    }
  }
}
