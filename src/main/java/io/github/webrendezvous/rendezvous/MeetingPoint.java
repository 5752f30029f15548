package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key or target, and the waiters in its queues. Every change happens under its own lock. A
 * point of which nothing is left to remember retires, and a new one takes its place when its path
 * is asked for again.
 *
 * <p>Lock order: the lock of a point comes first; under it only the clock, the journal and the
 * watch of a target are called, which do not call back under a lock. The lock of an {@link
 * Evaluation} is never held while a point is called, nor the other way round. No two points are
 * locked at the same time.
 */
abstract class MeetingPoint {
  /** The result of the arrival of a waiter at a point. */
  sealed interface Arrival extends Points.Visit {
    /** It is in a queue. */
    record Waiting() implements Arrival {}

    /** It was resolved at once. */
    record Resolved(Outcome outcome) implements Arrival {}

    /** The point has retired. */
    record Retired() implements Arrival {
      @Override
      public boolean foundRetired() {
        return true;
      }
    }
  }

  private static final Arrival WAITING = new Arrival.Waiting();
  private static final Arrival RETIRED = new Arrival.Retired();

  private final String path;
  final PointContext context;

  /** How many waiters are in queues that are not resolved. */
  @GuardedBy("this")
  private int waiting;

  /** The last wait that timed out here; null once its condition has held. */
  @GuardedBy("this")
  private KeyStatus.@Nullable Timeout timeout;

  @GuardedBy("this")
  private boolean retired;

  /** The time of the last change, on the clock. */
  @GuardedBy("this")
  private long touchedNanos;

  MeetingPoint(String path, PointContext context) {
    this.path = path;
    this.context = context;
    this.touchedNanos = clock().nanos();
  }

  final Clock clock() {
    return context.clock();
  }

  final Journal journal() {
    return context.journal();
  }

  final String path() {
    return path;
  }

  /** A waiter arrives: it is resolved at once, or waits here. */
  final synchronized Arrival arrive(Waiter waiter) {
    if (retired) {
      return RETIRED;
    }
    touch();
    Outcome atOnce = resolve(waiter.term());
    if (atOnce != null) {
      return new Arrival.Resolved(atOnce);
    }
    Limit full = waiter.wait.takeRoom(context);
    if (full == null && waiting == 0) {
      full = takeRoomForWaiters();
    }
    if (full != null) {
      return new Arrival.Resolved(new Outcome.NoRoom(full));
    }
    waiter.point = this;
    add(waiter);
    waiting++;
    return WAITING;
  }

  /** Takes what the first waiter needs to wait here; the limit if there is none left. */
  @GuardedBy("this")
  @Nullable Limit takeRoomForWaiters() {
    return null;
  }

  /** Removes the waiter of a wait that is settled from its queue, unless that is resolved. */
  final synchronized void remove(Waiter waiter) {
    if (waiter.queue != null && waiter.queue.outcome() == null) {
      remove(waiter, waiter.queue);
    }
  }

  @GuardedBy("this")
  private void remove(Waiter waiter, WaitQueue from) {
    from.remove(waiter);
    waiting--;
    removed(from, waiter);
    if (waiting == 0) {
      onLastLeft();
    }
  }

  /**
   * Resolves queues: their waiters have this outcome from now on, however late they are notified.
   * Nothing is added to them or removed any more; the point must put others in their place.
   */
  @GuardedBy("this")
  final void resolve(List<WaitQueue> queues, Outcome outcome) {
    int before = waiting;
    long nanos = before > 0 ? clock().nanos() : 0;
    for (WaitQueue queue : queues) {
      queue.resolve(outcome, nanos);
      waiting -= queue.size();
    }
    if (waiting == 0 && before > 0) {
      onLastLeft();
    }
  }

  @GuardedBy("this")
  final KeyStatus.@Nullable Timeout timeout() {
    return timeout;
  }

  @GuardedBy("this")
  final void setTimeout(KeyStatus.@Nullable Timeout last) {
    timeout = last;
    if (last != null) {
      onTimeout();
    }
  }

  /** Retires, if there is nothing to remember. */
  final synchronized boolean retire() {
    retired = retired || (waiting == 0 && timeout == null && !isLatched());
    return retired;
  }

  /** Its age, if it could be forgotten; null if there are waiters. */
  final synchronized Points.@Nullable Idle idle() {
    return waiting == 0 ? new Points.Idle(this, isLatched(), touchedNanos, bytesHeld()) : null;
  }

  /** Whether waiters wait here. */
  final synchronized boolean isWaitedFor() {
    return hasWaiters();
  }

  /** Retires and forgets everything, unless there are waiters. */
  final synchronized boolean forgetIfIdle() {
    if (waiting > 0 || retired) {
      return false;
    }
    if (isLatched() && context.replica() == null) {
      journal().record(clock().micros(), Event.What.FORGOTTEN, path, null, Event.NO_ROOM_FOR_MORE);
    }
    timeout = null;
    forget();
    retired = true;
    return true;
  }

  /** Notes a change, which makes it younger. */
  @GuardedBy("this")
  final void touch() {
    touchedNanos = clock().nanos();
  }

  @GuardedBy("this")
  final boolean hasRetired() {
    return retired;
  }

  @GuardedBy("this")
  final boolean hasWaiters() {
    return waiting > 0;
  }

  /**
   * The resolution of a waiter whose deadline has come.
   *
   * @param outcome as resolved before, else that it has timed out, which is resolved now
   * @param timeout the record of it, if it is resolved now
   */
  record Ending(Outcome outcome, KeyStatus.@Nullable Timeout timeout) {}

  /** Resolves a waiter whose deadline has come; null if it has left. */
  final synchronized @Nullable Ending expire(Waiter waiter) {
    WaitQueue queue = waiter.queue;
    if (queue == null) {
      return null;
    }
    if (queue.outcome() != null) {
      return new Ending(queue.outcome(), null);
    }
    Missing missing = missing(waiter);
    Outcome timedOut = new Outcome.TimedOut(missing);
    resolveAlone(waiter, queue, timedOut);
    KeyStatus.Timeout now = timeoutOf(waiter.wait, missing.inWords());
    setTimeout(now);
    return new Ending(timedOut, now);
  }

  /**
   * Resolves a waiter with this outcome, unless it was resolved before.
   *
   * @param outcome has a detail
   * @return how it is resolved; null if it has left
   */
  final synchronized @Nullable Outcome end(Waiter waiter, Outcome outcome) {
    WaitQueue queue = waiter.queue;
    if (queue == null || queue.outcome() != null) {
      return queue == null ? null : queue.outcome();
    }
    resolveAlone(waiter, queue, outcome);
    Event.Detail why = outcome.detail();
    setTimeout(timeoutOf(waiter.wait, why == null ? "" : why.inWords()));
    return outcome;
  }

  @GuardedBy("this")
  private void resolveAlone(Waiter waiter, WaitQueue queue, Outcome outcome) {
    remove(waiter, queue);
    WaitQueue alone = new WaitQueue();
    alone.add(waiter);
    alone.resolve(outcome, clock().nanos());
  }

  /** The record of a wait that ends at this moment without success. */
  final KeyStatus.Timeout timeoutOf(Wait wait, String why) {
    return new KeyStatus.Timeout(
        clock().now(),
        wait.caller().name(),
        wait.lastedBy(clock()),
        Truncated.of(why),
        wait.whole());
  }

  /** Adds an explanation to the record of a timeout, if it is still the last. */
  final synchronized void explain(KeyStatus.Timeout before, Missing missing) {
    if (before.equals(timeout)) {
      timeout =
          new KeyStatus.Timeout(
              before.at(),
              before.caller(),
              before.waited(),
              Truncated.of(missing.inWords()),
              before.whole());
    }
  }

  /** How a waiter was resolved, whether it was notified or not; null while it waits. */
  final synchronized @Nullable Outcome resolution(Waiter waiter) {
    return waiter.queue == null ? null : waiter.queue.outcome();
  }

  /** The status of the key or target. */
  abstract KeyStatus status();

  /** What is missing for a waiter. */
  @GuardedBy("this")
  abstract Missing missing(Waiter waiter);

  /** Adds a waiter to its queue. */
  @GuardedBy("this")
  abstract void add(Waiter waiter);

  /** How a term is resolved at once; null if its waiter must wait. */
  @GuardedBy("this")
  abstract @Nullable Outcome resolve(Condition.Term term);

  /** Whether there is anything to remember besides waiters and the last timeout. */
  @GuardedBy("this")
  abstract boolean isLatched();

  /** Forgets its latch. */
  @GuardedBy("this")
  abstract void forget();

  /** How many bytes of values, reasons and ids it holds. */
  @GuardedBy("this")
  long bytesHeld() {
    return 0;
  }

  /** Whether a wait for that many arrivals would be released here at once. */
  boolean wouldRelease(long count) {
    return false;
  }

  /** A waiter was removed from a queue that is not resolved. */
  @GuardedBy("this")
  void removed(WaitQueue from, Waiter waiter) {}

  /** A wait has timed out. */
  @GuardedBy("this")
  void onTimeout() {}

  /** The last waiter has left, or was resolved. */
  @GuardedBy("this")
  void onLastLeft() {}
}
