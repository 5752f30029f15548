package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One parked request: what it waits for, since when and until when, and who asked. It holds no
 * thread. It is settled exactly once, by whoever comes first; that one step decides and all else
 * follows from it. It is its own alarm, that rings at its deadline. Thread-safe.
 */
public final class Wait extends Timer {
  private static final AtomicReferenceFieldUpdater<Wait, @Nullable Outcome> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(Wait.class, Outcome.class, "outcome");

  /** What to do with the outcome of a wait that was parked. */
  @FunctionalInterface
  public interface Continuation {
    /** Called once, on a thread of the releases or the signaller's; must not block. */
    void settled(Wait wait, Outcome outcome);
  }

  private final Registry registry;
  private final Condition condition;
  private final String caller;
  private final long sinceMicros;
  private final long sinceNanos;
  private final Duration timeout;
  final Continuation continuation;

  /** Null until settled; written once, by compare-and-set. */
  private volatile @Nullable Outcome outcome;

  /** How long it was parked; written by whoever settles it, before anybody is told. */
  private volatile long lastedNanos;

  /**
   * Where it stands, or stood; null if one point has settled it at once. Written by the thread that
   * began it, before anybody else can see it.
   */
  private @Nullable Position stand;

  Wait(
      Registry registry,
      Condition condition,
      String caller,
      Duration timeout,
      Continuation continuation,
      long sinceMicros,
      long sinceNanos) {
    this.registry = registry;
    this.condition = condition;
    this.caller = caller;
    this.timeout = timeout;
    this.continuation = continuation;
    this.sinceMicros = sinceMicros;
    this.sinceNanos = sinceNanos;
  }

  public Condition condition() {
    return condition;
  }

  /** Who is asking, for page, journal and log. */
  public String caller() {
    return caller;
  }

  /** The time of day when it began. */
  public Instant since() {
    return Journal.instant(sinceMicros);
  }

  public Duration timeout() {
    return timeout;
  }

  /**
   * False if it was settled at once: then the outcome is there and the continuation is never
   * called.
   */
  public boolean parked() {
    return stand instanceof Evaluation several ? !several.isSettledAtOnce() : stand != null;
  }

  /** Notes where it stands, before the point that it stands at lets go of its lock. */
  void standsAt(Waiter where) {
    if (stand instanceof Evaluation several) {
      several.standsAt(where);
    } else {
      stand = where;
    }
  }

  /** Waits for several terms. */
  void weighs(Evaluation several) {
    stand = several;
  }

  @Nullable Position stand() {
    return stand;
  }

  /** Whether it takes one of the places that there are for waits. */
  boolean isCounted() {
    return stand instanceof Evaluation several ? several.isCounted() : stand != null;
  }

  /** How many terms it has. */
  int termCount() {
    return stand instanceof Evaluation several ? several.leaves().size() : 1;
  }

  /** How it stands with each of several terms; empty where there is but one. */
  public List<TermState> terms() {
    return stand instanceof Evaluation several ? several.states() : List.of();
  }

  /** Which part of an any-of condition holds; null if none does, and where there is but one. */
  public @Nullable Condition firstThatHolds() {
    return condition instanceof Condition.AnyOf && stand instanceof Evaluation several
        ? several.firstThatHolds()
        : null;
  }

  /** How it ended; null while it is parked. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** How long it was parked; zero if it was settled at once or still is parked. */
  public Duration lasted() {
    return Duration.ofNanos(lastedNanos);
  }

  long lastedNanos() {
    return lastedNanos;
  }

  long sinceMicros() {
    return sinceMicros;
  }

  /** How long it has been there at this moment. */
  Duration waitedBy(Clock clock) {
    return Duration.ofNanos(clock.nanos() - sinceNanos);
  }

  /** Decides the wait, for the first caller alone. */
  boolean settle(Outcome decided, Clock clock) {
    if (!OUTCOME.compareAndSet(this, null, decided)) {
      return false;
    }
    lastedNanos = clock.nanos() - sinceNanos;
    if (stand != null) { // Otherwise nobody has set an alarm.
      clock.cancel(this);
    }
    return true;
  }

  /** Sets the alarm for the deadline, unless the wait was settled meanwhile. */
  void setDeadline(Clock clock, Duration left) {
    clock.set(this, left);
    // Whoever settles it after this line finds the alarm; whoever did before is found here.
    if (outcome != null) {
      clock.cancel(this);
    }
  }

  @Override
  void ring() {
    registry.expire(this);
  }
}
