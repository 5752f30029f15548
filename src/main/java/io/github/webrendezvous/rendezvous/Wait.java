package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits: its condition, since when and until when, and its caller. It holds no
 * thread. It is settled exactly once, by the first thread that does so; that one step decides, and
 * everything else follows from it. It is its own timer, for its deadline. Thread-safe.
 */
public final class Wait extends Timer {
  private static final AtomicReferenceFieldUpdater<Wait, @Nullable Outcome> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(Wait.class, Outcome.class, "outcome");
  private static final AtomicReferenceFieldUpdater<Wait, @Nullable Continuation> CONTINUATION =
      AtomicReferenceFieldUpdater.newUpdater(Wait.class, Continuation.class, "continuation");

  // An attempt ends by itself long before.
  private static final Duration ONE_ATTEMPT = Duration.ofMinutes(2);

  /** In place of a continuation that was called, or is about to be. */
  private static final Continuation CALLED = (wait, outcome) -> {};

  /** What follows from the outcome of a wait. */
  @FunctionalInterface
  public interface Continuation {
    /** Called once; must not block. */
    void settled(Wait wait, Outcome outcome);
  }

  private final Registry registry;
  private final Condition condition;
  private final Caller caller;
  private final long sinceMicros;
  private final long sinceNanos;
  private final Duration timeout;
  private final Position atPoints;

  /**
   * Whether it counts towards the limit of waits. Written by the thread that begins the wait,
   * before the wait is in a queue, where other threads find it.
   */
  private boolean counted;

  /** Null until settled; written once, by compare-and-set. */
  private volatile @Nullable Outcome outcome;

  /** Null until set; then {@link #CALLED}, by the one thread that calls it. */
  private volatile @Nullable Continuation continuation;

  /** How long it lasted; written by the thread that settles it, before any other is told. */
  private volatile long lastedNanos;

  Wait(
      Registry registry,
      Condition condition,
      Duration timeout,
      Caller caller,
      long sinceMicros,
      long sinceNanos) {
    this.registry = registry;
    this.condition = condition;
    this.caller = caller;
    this.timeout = timeout;
    this.sinceMicros = sinceMicros;
    this.sinceNanos = sinceNanos;
    atPoints =
        condition instanceof Condition.Several several
            ? new Evaluation(this, several)
            : new Waiter.OfWait(this);
  }

  public Condition condition() {
    return condition;
  }

  /** Who sent the request, for page, journal and log. */
  public Caller caller() {
    return caller;
  }

  /** The wall-clock time when it began. */
  public Instant since() {
    return Clock.instant(sinceMicros);
  }

  public Duration timeout() {
    return timeout;
  }

  /** The longest that it may last: with a timeout of zero, as long as one attempt at a target. */
  public Duration longest() {
    return timeout.isZero() ? ONE_ATTEMPT : timeout;
  }

  /** The time until its deadline; zero or less once that has come. */
  public Duration left() {
    return timeout.minus(lastedBy(registry.clock()));
  }

  /** How it ended; null while it lasts. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** How long it lasted; zero while it lasts. */
  public Duration lasted() {
    return Duration.ofNanos(lastedNanos);
  }

  /** The state of each of several terms; empty where the condition is one term. */
  public List<TermState> terms() {
    return atPoints.states();
  }

  /** Which part of an any-of condition holds; null if none does, and for other conditions. */
  public @Nullable Condition firstThatHolds() {
    return condition instanceof Condition.AnyOf ? atPoints.firstThatHolds() : null;
  }

  /**
   * Sets what to do when the wait is settled, once. It is called on this thread, before this method
   * returns, if the wait is settled already; otherwise on the thread that signals or on one of the
   * releases.
   *
   * @throws IllegalStateException if a continuation was set before
   */
  public void whenSettled(Continuation then) {
    if (!CONTINUATION.compareAndSet(this, null, then)) {
      throw new IllegalStateException("a wait has one continuation");
    }
    // A thread that settles the wait after this line finds the continuation.
    if (outcome != null) {
      notifySettled();
    }
  }

  /**
   * Ends the wait for a reason that is not its condition. The continuation is called on another
   * thread.
   *
   * @return false, and nothing is done, if it was settled before
   */
  @CanIgnoreReturnValue
  public boolean cancel(Outcome reason) {
    if (!settle(reason)) {
      return false;
    }
    registry.releases().elsewhere(this::notifySettled);
    return true;
  }

  /**
   * Ends the wait as its deadline does: it is released if a point has resolved it in time, however
   * late the release runs.
   */
  public void expire() {
    atPoints.expire();
  }

  /** Ends it for a reason that is not a release, unless a point has resolved it before. */
  void end(Outcome reason) {
    atPoints.end(reason);
  }

  /** The same on another thread, for a thread that answers another request. */
  void endElsewhere(Outcome reason) {
    registry.releases().elsewhere(() -> end(reason));
  }

  /** Whether it cannot be released any more, if these terms never hold. */
  boolean isHopeless(Predicate<Condition.Term> never) {
    return atPoints.isHopeless(never);
  }

  /** Calls {@link #expire()} at the deadline; only for the clock. */
  @Override
  public void fire() {
    expire();
  }

  /**
   * Goes to the points of its condition, and waits at them unless it is settled there at once.
   *
   * @param elapsed how much of its time has passed already
   */
  void begin(Points points, Duration elapsed) {
    atPoints.arrive(points);
    if (outcome == null) {
      registry.clock().set(this, elapsed.isZero() ? longest() : longest().minus(elapsed));
      // A thread that settles the wait after this line finds the timer.
      if (outcome != null) {
        registry.clock().cancel(this);
      }
    }
  }

  /** Settles it, and calls its continuation on this thread, if there is one already. */
  void settleAndNotify(Outcome decided) {
    if (settle(decided)) {
      notifySettled();
    }
  }

  /** The same on another thread, for a thread that must not be held up. */
  void settleElsewhere(Outcome decided) {
    registry.releases().elsewhere(() -> settleAndNotify(decided));
  }

  /** Settles it and leaves its points; true only for the first thread. */
  boolean settle(Outcome decided) {
    if (!OUTCOME.compareAndSet(this, null, decided)) {
      return false;
    }
    lastedNanos = registry.clock().nanos() - sinceNanos;
    if (counted) { // Otherwise no timer is set.
      registry.clock().cancel(this);
    }
    registry.ended(this, decided);
    atPoints.leave();
    return true;
  }

  /** Calls the continuation, unless there is none yet: then {@link #whenSettled} calls it. */
  private void notifySettled() {
    Continuation then = continuation;
    if (then != null && then != CALLED && CONTINUATION.compareAndSet(this, then, CALLED)) {
      registry.call(then, this, Objects.requireNonNull(outcome));
    }
  }

  /** Ends it as the service shuts down, unless a release is under way. */
  void shutDown() {
    if (!atPoints.isResolvedByPoints()) {
      cancel(new Outcome.ShutDown());
    }
  }

  /** Takes the room that a wait needs to be held, unless it has it; null if there was room. */
  @Nullable Limit takeRoom(PointContext context) {
    if (counted) {
      return null;
    }
    Limit full = context.takeRoom(atPoints.termCount());
    counted = full == null;
    return full;
  }

  boolean isCounted() {
    return counted;
  }

  int termCount() {
    return atPoints.termCount();
  }

  /** The number of its terms and how many it needs; null if it has one term. */
  public KeyStatus.@Nullable Whole whole() {
    return atPoints.whole();
  }

  Registry registry() {
    return registry;
  }

  long lastedNanos() {
    return lastedNanos;
  }

  long sinceMicros() {
    return sinceMicros;
  }

  /** How long it has lasted at this moment. */
  Duration lastedBy(Clock clock) {
    return Duration.ofNanos(clock.nanos() - sinceNanos);
  }
}
