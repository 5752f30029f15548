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

  private final PriorityQueue<Due> alarms =
      new PriorityQueue<>(Comparator.<Due>comparingLong(Due::at).thenComparingLong(Due::order));
  private long nanos;
  private long order;

  private record Due(long at, long order, Timer alarm) {}

  @Override
  public synchronized Instant now() {
    return EPOCH.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void set(Timer alarm, Duration delay) {
    alarms.add(new Due(nanos + delay.toNanos(), order++, alarm));
  }

  @Override
  public synchronized void cancel(Timer alarm) {
    alarms.removeIf(due -> due.alarm() == alarm);
  }

  /** Moves on, ringing what comes due on the way, each at its own time. */
  public void advance(Duration by) {
    long end = nanos() + by.toNanos();
    for (Due due = next(end); due != null; due = next(end)) {
      due.alarm().ring();
    }
    synchronized (this) {
      nanos = Math.max(nanos, end);
    }
  }

  private synchronized @Nullable Due next(long end) {
    Due first = alarms.peek();
    if (first == null || first.at() > end) {
      return null;
    }
    alarms.poll();
    nanos = Math.max(nanos, first.at());
    return first;
  }

  /** How many alarms are set. */
  public synchronized int alarms() {
    return alarms.size();
  }
}
