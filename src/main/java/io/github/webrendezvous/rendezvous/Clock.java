package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;

/**
 * The one source of time: what o'clock it is, how much time has passed, and alarms. Thread-safe.
 */
public interface Clock {
  /** The time of day, for people. It may be set back; nothing is measured with it. */
  Instant now();

  /** The same in microseconds since 1970. */
  default long micros() {
    Instant now = now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  /** Nanoseconds since some fixed point; never goes back. Meaningful only as a difference. */
  long nanos();

  /**
   * Has something ring once the delay is over, on a thread that serves all alarms. A clock that was
   * stopped never does.
   */
  void set(Timer alarm, Duration delay);

  /** Has no effect on what has begun to ring, or was not set. */
  void cancel(Timer alarm);

  /**
   * Runs a task once the delay is over, on a thread that serves all alarms: it must be short and
   * must not block. A clock that was stopped never runs it.
   */
  default Alarm after(Duration delay, Runnable task) {
    Task alarm = new Task(this, task);
    set(alarm, delay);
    return alarm;
  }

  /** Something that will run later, unless cancelled. */
  interface Alarm {
    /** Has no effect once the task has begun. */
    void cancel();
  }

  /** A task that is to run. */
  final class Task extends Timer implements Alarm {
    private final Clock clock;
    private final Runnable task;

    private Task(Clock clock, Runnable task) {
      this.clock = clock;
      this.task = task;
    }

    @Override
    void ring() {
      task.run();
    }

    @Override
    public void cancel() {
      clock.cancel(this);
    }
  }
}
