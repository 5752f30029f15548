package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How many events there have been, also of those that the journal has dropped. Thread-safe.
 *
 * <p>Written under the lock of the journal, so an event costs no further lock.
 */
@SuppressWarnings("EnumOrdinal") // The order is not stored anywhere.
public final class Tally {
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1));

  private final AtomicLongArray events = new AtomicLongArray(Event.What.values().length);
  private final AtomicLongArray limits = new AtomicLongArray(Limit.Kind.values().length);
  private final Timings waits = new Timings(WAITS);

  /** Counts an event; by one thread at a time. */
  void count(Event.What what, long lastedNanos, Event.@Nullable Detail detail) {
    increment(events, what.ordinal());
    if (what.isEndOfWait()) {
      waits.add(lastedNanos, 1);
    }
    if (detail instanceof Event.LimitReached reached) {
      increment(limits, reached.limit().kind().ordinal());
    }
  }

  /** Cheaper than an atomic addition, as only one thread writes. */
  private static void increment(AtomicLongArray counts, int at) {
    counts.setRelease(at, counts.getPlain(at) + 1);
  }

  /** How many events of a kind there were. */
  public long of(Event.What what) {
    return events.get(what.ordinal());
  }

  /** How often a limit was reached. */
  public long reached(Limit.Kind limit) {
    return limits.get(limit.ordinal());
  }

  /** How long the waits that have ended had lasted. */
  public Timings waits() {
    return waits;
  }
}
