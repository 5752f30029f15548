package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How many durations there were, in classes by length, and their sum. Thread-safe. */
public final class Timings {
  /** The longest duration of each class, ascending; what is longer than all is a further class. */
  private final List<Duration> bounds;

  private final long[] boundNanos;
  private final AtomicLongArray counts;
  private final LongAdder sumNanos = new LongAdder();

  Timings(List<Duration> bounds) {
    this.bounds = List.copyOf(bounds);
    boundNanos = bounds.stream().mapToLong(Duration::toNanos).toArray();
    counts = new AtomicLongArray(boundNanos.length + 1);
  }

  /** Counts several of the same length. */
  void add(long nanos, int times) {
    int at = 0;
    while (at < boundNanos.length && nanos > boundNanos[at]) {
      at++;
    }
    counts.addAndGet(at, times);
    sumNanos.add(nanos * times);
  }

  /** The longest duration of each class, ascending. */
  public List<Duration> bounds() {
    return bounds;
  }

  /** How many there were in a class; the last one is for those longer than all bounds. */
  public long count(int ofClass) {
    return counts.get(ofClass);
  }

  /** The sum of all, which overflows after 292 years. */
  public Duration sum() {
    return Duration.ofNanos(sumNanos.sum());
  }
}
