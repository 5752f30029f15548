package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when it is told to, and rings its alarms on the thread that moves it.
 * Thread-safe. A test may play alarms that are late, or cannot be cancelled.
 */
public class ManualClock implements Clock {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Ringing> alarms =
      new PriorityQueue<>(
          Comparator.<Ringing>comparingLong(a -> a.at).thenComparingLong(a -> a.order));
  private long nanos;
  private long order;

  private final class Ringing implements Alarm {
    final long at;
    final long order;
    final Runnable task;

    Ringing(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }

    @Override
    public void cancel() {
      synchronized (ManualClock.this) {
        alarms.remove(this);
      }
    }
  }

  @Override
  public synchronized Instant now() {
    return EPOCH.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Alarm after(Duration delay, Runnable task) {
    Ringing alarm = new Ringing(nanos + delay.toNanos(), order++, task);
    alarms.add(alarm);
    return alarm;
  }

  /** Moves on, ringing what comes due on the way, each at its own time. */
  public void advance(Duration by) {
    long end = nanos() + by.toNanos();
    for (Ringing due = next(end); due != null; due = next(end)) {
      due.task.run();
    }
    synchronized (this) {
      nanos = Math.max(nanos, end);
    }
  }

  private synchronized @Nullable Ringing next(long end) {
    Ringing first = alarms.peek();
    if (first == null || first.at > end) {
      return null;
    }
    alarms.poll();
    nanos = Math.max(nanos, first.at);
    return first;
  }

  /** How many alarms are set. */
  public synchronized int alarms() {
    return alarms.size();
  }
}
