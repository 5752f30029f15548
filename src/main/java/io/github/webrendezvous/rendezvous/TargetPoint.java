package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The meeting point of a target: probed while there are waiters, and only an attempt that succeeds
 * releases them. Thread-safe.
 */
final class TargetPoint extends MeetingPoint {
  private final Target target;

  /** When an attempt last succeeded; null if none did, or a wait has timed out since. */
  @GuardedBy("this")
  private @Nullable Instant readySince;

  /** The error of the last attempt of the series before; null if there was none. */
  @GuardedBy("this")
  private @Nullable String lastErrorBefore;

  /** Waiters that wait until an attempt succeeds. */
  @GuardedBy("this")
  private WaitQueue patient = new WaitQueue();

  /** Waiters for one attempt that came after the running attempt had begun. */
  @GuardedBy("this")
  private WaitQueue forNextAttempt = new WaitQueue();

  /** Waiters for one attempt, which is the running one. */
  @GuardedBy("this")
  private WaitQueue forThisAttempt = new WaitQueue();

  /** The attempts that are made for the waiters; null while there are none. */
  @GuardedBy("this")
  private @Nullable Series series;

  TargetPoint(Target target, PointContext context) {
    super(target.path(), context);
    this.target = target;
  }

  @Override
  @GuardedBy("this")
  @Nullable Outcome resolve(Condition.Term term) {
    return null; // Only an attempt that ends later tells.
  }

  @Override
  @GuardedBy("this")
  @Nullable Limit takeRoomForWaiters() {
    return context.targets().take(1)
        ? null
        : new Limit(Limit.Kind.TARGETS, context.targets().most());
  }

  @Override
  @GuardedBy("this")
  void add(Waiter waiter) {
    Series current = series;
    if (current == null) {
      current = new Series();
      series = current;
      current.watch = target.watch(current);
    } else {
      waiter.attemptsBefore = current.ended;
      Objects.requireNonNull(current.watch).joined();
    }
    (waiter.wait.timeout().isZero() ? forNextAttempt : patient).add(waiter);
  }

  @Override
  @GuardedBy("this")
  Missing missing(Waiter waiter) {
    return new Missing.NoSuccess(path(), seen(waiter.attemptsBefore));
  }

  @Override
  @GuardedBy("this")
  boolean isLatched() {
    return readySince != null;
  }

  @GuardedBy("this")
  private Missing.Look seen(int attemptsBefore) {
    return series == null
        ? new Missing.Look(0, null)
        : new Missing.Look(
            series.began - attemptsBefore,
            series.lastError == null ? lastErrorBefore : series.lastError);
  }

  @Override
  synchronized KeyStatus status() {
    return new KeyStatus.OfTarget(
        path(),
        WaitQueue.waits(List.of(patient, forThisAttempt, forNextAttempt)),
        timeout(),
        readySince,
        hasWaiters() ? seen(0) : null,
        series == null ? null : Objects.requireNonNull(series.watch).untilNext());
  }

  @Override
  @GuardedBy("this")
  void forget() {
    readySince = null;
  }

  @Override
  @GuardedBy("this")
  void onTimeout() {
    readySince = null;
  }

  @Override
  @GuardedBy("this")
  void onLastLeft() {
    Series ended = Objects.requireNonNull(series);
    series = null;
    context.targets().giveBack(1);
    lastErrorBefore = ended.success || ended.lastError == null ? lastErrorBefore : ended.lastError;
    Objects.requireNonNull(ended.watch).stop();
    if (!ended.success) {
      ended.record(Event.What.ATTEMPTS_ENDED, new Event.Attempts(ended.ended, ended.lastError));
    }
  }

  /** One series of attempts, from the first waiter to the last; all guarded by the point. */
  private final class Series implements Target.Observer {
    private final long startNanos = clock().nanos();
    private Target.@Nullable Watch watch;
    private int began;
    private int ended;
    private boolean success;
    private @Nullable String lastError;

    @Override
    public void attemptBegan() {
      synchronized (TargetPoint.this) {
        began++;
        if (series == this) {
          // The waiters of the attempt before have gone.
          forThisAttempt = forNextAttempt;
          forNextAttempt = new WaitQueue();
        }
      }
    }

    @Override
    public void attemptEnded(Attempt attempt) {
      List<WaitQueue> resolved;
      synchronized (TargetPoint.this) {
        if (series != this) {
          return; // It is late: the waiters that it was made for have gone.
        }
        ended++;
        String error = String.valueOf(attempt.error());
        resolved =
            switch (attempt.state()) {
              case OPEN -> succeeded(attempt.words());
              case DENIED -> denied(error);
              default -> failed(error);
            };
      }
      context.release(resolved);
    }

    @GuardedBy("TargetPoint.this")
    private List<WaitQueue> succeeded(@Nullable String because) {
      success = true;
      lastErrorBefore = null;
      readySince = clock().now();
      record(Event.What.ATTEMPT_SUCCEEDED, new Event.Attempt(ended, because));
      setTimeout(null);
      return resolveAll(because == null ? Outcome.RELEASED : new Outcome.Released(null, because));
    }

    /** No further attempt can end otherwise. */
    @GuardedBy("TargetPoint.this")
    private List<WaitQueue> denied(String error) {
      lastError = error;
      return resolveAll(new Outcome.Denied(path(), error));
    }

    @GuardedBy("TargetPoint.this")
    private List<WaitQueue> resolveAll(Outcome outcome) {
      List<WaitQueue> resolved = List.of(patient, forThisAttempt, forNextAttempt);
      patient = new WaitQueue();
      forThisAttempt = new WaitQueue();
      forNextAttempt = new WaitQueue();
      resolve(resolved, outcome);
      return resolved;
    }

    @GuardedBy("TargetPoint.this")
    private List<WaitQueue> failed(String error) {
      if (!error.equals(lastError)) {
        lastError = error;
        record(Event.What.ATTEMPT_FAILED, new Event.Attempt(ended, error));
      }
      WaitQueue failed = forThisAttempt;
      Waiter first = failed.first();
      if (first == null) {
        return List.of();
      }
      forThisAttempt = new WaitQueue();
      Missing missing = new Missing.NoSuccess(path(), new Missing.Look(1, error));
      setTimeout(timeoutOf(first.wait, missing.inWords()));
      resolve(List.of(failed), new Outcome.TimedOut(missing));
      return List.of(failed);
    }

    private void record(Event.What what, Event.Detail detail) {
      journal().record(clock().micros(), what, path(), null, clock().nanos() - startNanos, detail);
    }
  }
}
