package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when it is told to, and fires its timers on the thread that moves it.
 * Thread-safe. A subclass can make timers late or impossible to cancel.
 */
public class ManualClock implements Clock {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.<Due>comparingLong(Due::at).thenComparingLong(Due::order));
  private long nanos;
  private long order;

  /** How far the wall-clock time was set forward, or back. */
  private Duration shift = Duration.ZERO;

  private record Due(long at, long order, Timer timer) {}

  @Override
  public synchronized Instant now() {
    return EPOCH.plusNanos(nanos).plus(shift);
  }

  /** Sets the wall-clock time, as an administrator or a time server does. */
  synchronized void setWallClock(Duration forward) {
    shift = shift.plus(forward);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void set(Timer timer, Duration delay) {
    timers.add(new Due(nanos + delay.toNanos(), order++, timer));
  }

  @Override
  public synchronized void cancel(Timer timer) {
    timers.removeIf(due -> due.timer() == timer);
  }

  /** Moves the clock, and fires the timers that become due, each at its own time. */
  public void advance(Duration by) {
    long end = nanos() + by.toNanos();
    for (Due due = next(end); due != null; due = next(end)) {
      due.timer().fire();
    }
    synchronized (this) {
      nanos = Math.max(nanos, end);
    }
  }

  private synchronized @Nullable Due next(long end) {
    Due first = timers.peek();
    if (first == null || first.at() > end) {
      return null;
    }
    timers.poll();
    nanos = Math.max(nanos, first.at());
    return first;
  }

  /** How many timers are set. */
  public synchronized int timers() {
    return timers.size();
  }
}
