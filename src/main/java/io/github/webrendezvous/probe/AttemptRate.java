package io.github.webrendezvous.probe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how many attempts all targets together begin in a second. An attempt that comes too early
 * gets a later time, in the order in which they ask; a tenth of a second's attempts may come at
 * once. This is the generic cell rate algorithm (ITU-T I.371). Thread-safe.
 */
final class AttemptRate {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long BURST_NANOS = NANOS_PER_SECOND / 10;

  private final long intervalNanos;

  /** When the next attempt may begin, if all come as fast as possible; on the clock. */
  private final AtomicLong nextNanos;

  /**
   * @param perSecond at most 1,000,000,000
   * @param nowNanos the time of the clock
   */
  AttemptRate(int perSecond, long nowNanos) {
    intervalNanos = NANOS_PER_SECOND / perSecond;
    nextNanos = new AtomicLong(nowNanos);
  }

  /** Takes the next time for an attempt, and returns how long it is until then. */
  Duration untilNext(long nowNanos) {
    long next = nextNanos.updateAndGet(before -> later(before, nowNanos) + intervalNanos);
    return Duration.ofNanos(Math.max(0, next - intervalNanos - BURST_NANOS - nowNanos));
  }

  /** Compared by difference, as the clock can start anywhere. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
