package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a target is probed again. A pace belongs to its target and outlives the waits, so a
 * script that repeats short waits makes no more attempts than one long wait. Thread-safe.
 *
 * <p>As long as no server accepts a connection, the pause is 3 % of the time since the first
 * attempt, at least 10 ms and at most 500 ms: a new server is seen within 3 % of the time that it
 * took to start, so thousands of waits can be notified within 5 %. A server that accepts
 * connections but is not as expected may log every attempt; it is asked twice a second, and after
 * ten seconds once a second.
 */
final class Pace {
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /**
   * The longest pause before the first attempt for a new wait, if nothing answered the last
   * attempt.
   */
  static final Duration LONGEST_PAUSE_OF_NEW_WAIT = Duration.ofMillis(100);

  static final Duration PAUSE_OF_REACHED = Duration.ofMillis(500);
  static final Duration PAUSE_OF_REACHED_FOR_LONG = Duration.ofSeconds(1);
  static final Duration LONG = Duration.ofSeconds(10);

  private static final int PART_OF_TIME = 33;

  private final long startNanos;

  @GuardedBy("this")
  private boolean attempted;

  @GuardedBy("this")
  private long lastNanos;

  /** Whether the last attempt reached a server. */
  @GuardedBy("this")
  private boolean reached;

  /** When an attempt first reached a server; null if none has. */
  @GuardedBy("this")
  private @Nullable Long firstReachedNanos;

  Pace(long nowNanos) {
    startNanos = nowNanos;
    lastNanos = nowNanos;
  }

  /** An attempt has ended. */
  synchronized void ended(long nowNanos, boolean reachedServer) {
    attempted = true;
    lastNanos = nowNanos;
    reached = reachedServer;
    if (reachedServer && firstReachedNanos == null) {
      firstReachedNanos = nowNanos;
    }
  }

  /**
   * How long until the next attempt is due; zero if it is due now.
   *
   * @param newWait whether there is a new wait that has not seen an attempt yet
   */
  synchronized Duration untilNext(long nowNanos, boolean newWait) {
    if (!attempted) {
      return Duration.ZERO;
    }
    Duration pause = pause();
    if (newWait && !reached && pause.compareTo(LONGEST_PAUSE_OF_NEW_WAIT) > 0) {
      pause = LONGEST_PAUSE_OF_NEW_WAIT;
    }
    Duration rest = pause.minusNanos(nowNanos - lastNanos);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  @GuardedBy("this")
  private Duration pause() {
    if (reached && firstReachedNanos != null) {
      return lastNanos - firstReachedNanos < LONG.toNanos()
          ? PAUSE_OF_REACHED
          : PAUSE_OF_REACHED_FOR_LONG;
    }
    Duration part = Duration.ofNanos(lastNanos - startNanos).dividedBy(PART_OF_TIME);
    if (part.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return part.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : part;
  }

  /** The time since the last attempt. */
  synchronized Duration idle(long nowNanos) {
    return Duration.ofNanos(nowNanos - lastNanos);
  }
}
