package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The meeting point of a key: latched from a signal on, until reset or expired. Thread-safe.
 *
 * <p>If signals are in a store, the point takes its latch from the {@link Replica} when it is first
 * used, and later ones as the registry applies them. The replica changes before the registry looks
 * for the point, so that a point that is made meanwhile finds the new latch there.
 */
final class KeyPoint extends MeetingPoint {
  /** The most ids in a status, which is made for every key. */
  private static final int IDS_LISTED = 20;

  /** Whether the latch has been taken from the replica, if there is one. */
  @GuardedBy("this")
  private boolean hasLatch;

  @GuardedBy("this")
  private Latch latch = Latch.NONE;

  /** Ends the latch; null if it does not expire. */
  @GuardedBy("this")
  private Clock.@Nullable Task expiry;

  @GuardedBy("this")
  private final QueuesByCount queues = new QueuesByCount();

  KeyPoint(Key key, PointContext context) {
    super(key.name(), context);
    hasLatch = context.replica() == null;
  }

  /** Records a signal and applies it, if there is room. */
  synchronized Reception signal(Signal signal, Caller caller) {
    if (hasRetired()) {
      return Reception.RETIRED;
    }
    Latch before = current();
    if (signal.first() && before.isSet()) {
      return new Reception.Preceded(new Recording.Preceded(before.caller(), before.value()));
    }
    long more = before.bytesAfter(signal) - before.bytes();
    if (more > 0 && !context.valueBytes().take(more)) {
      return new Reception.Refused(this, more);
    }
    if (more < 0) {
      context.valueBytes().giveBack(-more);
    }
    long nanos = signal.ttl() == null ? 0 : clock().nanos();
    Latch next = before.after(signal, path(), caller.name(), clock().micros(), nanos);
    // Under the lock, so that no wait is recorded as released before the signal that released it.
    noteSignal(signal, caller, next);
    return new Reception.Applied(applyInPlace(next));
  }

  /** Records in the journal the signal that has led to a latch. */
  private void noteSignal(Signal signal, Caller caller, Latch next) {
    journal()
        .record(
            next.atMicros(),
            signal.failed() ? Event.What.SIGNALLED_FAILED : Event.What.SIGNALLED,
            path(),
            caller,
            Event.Signalled.of(signal, next.arrivals()));
  }

  /** Applies the latch that a recorded signal has led to. */
  synchronized Reception apply(Change.Signalled change, Latch next) {
    if (hasRetired()) {
      return Reception.RETIRED;
    }
    Latch unused = current(); // So that the journal has an expiry before the signal.
    noteSignal(change.signal(), change.caller(), next);
    return new Reception.Applied(applyInPlace(next));
  }

  /** Applies a latch of which the signals are not known; {@link Latch#NONE} is that it has gone. */
  synchronized Reception apply(Latch next) {
    if (hasRetired()) {
      return Reception.RETIRED;
    }
    hasLatch = true;
    if (next.isSet()) {
      return new Reception.Applied(applyInPlace(next));
    }
    replace(next);
    return new Reception.Applied(List.of());
  }

  /** Puts a latch in place of the one before, and returns the queues that it has resolved. */
  @GuardedBy("this")
  private List<WaitQueue> applyInPlace(Latch next) {
    touch();
    replace(next);
    setTimeout(null);
    List<WaitQueue> resolved = next.failed() ? queues.takeAll() : queues.takeUpTo(next.arrivals());
    resolve(resolved, next.outcome());
    return resolved;
  }

  @GuardedBy("this")
  private void replace(Latch next) {
    if (expiry != null) {
      expiry.cancel();
      expiry = null;
    }
    latch = next;
    if (next.expiresNanos() != null) {
      long left = next.expiresNanos() - clock().nanos();
      expiry = clock().after(Duration.ofNanos(left), this::latchExpired);
    }
  }

  private void latchExpired() {
    synchronized (this) {
      current();
    }
    context.tidy().accept(this);
  }

  /** Forgets the signals and the timeout, and returns the queues that this has resolved: all. */
  synchronized List<WaitQueue> reset(Caller caller) {
    if (hasRetired()) {
      return List.of();
    }
    journal().record(clock().micros(), Event.What.RESET, path(), caller, null);
    setTimeout(null);
    hasLatch = true;
    forget();
    List<WaitQueue> resolved = queues.takeAll();
    resolve(resolved, new Outcome.Reset(path()));
    return resolved;
  }

  /** The latch, unless it has expired. */
  @GuardedBy("this")
  private Latch current() {
    if (!hasLatch) {
      hasLatch = true;
      replace(Objects.requireNonNull(context.replica()).latch(path()));
    }
    if (latch.isExpired(clock())) {
      // Its timer may be late; what is seen here must not be.
      journal().record(clock().micros(), Event.What.EXPIRED, path(), null, null);
      forget();
    }
    return latch;
  }

  @Override
  @GuardedBy("this")
  void forget() {
    if (context.replica() == null) {
      context.valueBytes().giveBack(latch.bytes());
    }
    replace(Latch.NONE);
  }

  @Override
  @GuardedBy("this")
  @Nullable Outcome resolve(Condition.Term term) {
    return current().outcomeFor(count(term));
  }

  @Override
  @GuardedBy("this")
  void add(Waiter waiter) {
    queues.add(waiter, count(waiter.term()));
  }

  @Override
  @GuardedBy("this")
  void removed(WaitQueue from, Waiter waiter) {
    queues.removed(from, count(waiter.term()));
  }

  private static long count(Condition.Term term) {
    return ((Condition.Signalled) term).count();
  }

  @Override
  @GuardedBy("this")
  Missing missing(Waiter waiter) {
    long count = count(waiter.term());
    if (count == 1) {
      return new Missing.NotSignalled(path(), List.of());
    }
    Latch known = current();
    return new Missing.TooFew(
        path(), known.arrivals(), count, known.ids().first(Missing.TooFew.LISTED), List.of());
  }

  @Override
  @GuardedBy("this")
  boolean isLatched() {
    return current().isSet();
  }

  @Override
  synchronized boolean wouldRelease(long count) {
    return current().outcomeFor(count) instanceof Outcome.Released;
  }

  @Override
  @GuardedBy("this")
  long bytesHeld() {
    return latch.bytes();
  }

  @Override
  synchronized KeyStatus status() {
    Latch known = current();
    return new KeyStatus.OfKey(
        path(),
        queues.waits(),
        timeout(),
        known.isSet() && !known.failed() ? Clock.instant(known.atMicros()) : null,
        known.outcome() instanceof Outcome.Failed failed
            ? new KeyStatus.Failure(Clock.instant(known.atMicros()), failed.reason())
            : null,
        known.arrivals(),
        known.ids().first(IDS_LISTED),
        known.value() == null ? -1 : known.value().size(),
        known.expiresNanos() == null ? null : expires(known.expiresNanos()));
  }

  private Instant expires(long nanos) {
    return clock().now().plusNanos(nanos - clock().nanos());
  }
}
