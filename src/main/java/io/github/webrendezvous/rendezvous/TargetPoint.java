package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meeting point of a target: looked at while somebody waits, and only an attempt that succeeds
 * ends a wait. Thread-safe.
 */
final class TargetPoint extends MeetingPoint {
  private final Target target;
  private final Consumer<List<WaitQueue>> release;

  /** When the last look succeeded; null if none did, or a wait has timed out since. */
  @GuardedBy("this")
  private @Nullable Instant succeeded;

  /** What the last attempt of the series before failed with; null if there was none. */
  @GuardedBy("this")
  private @Nullable String lastErrorBefore;

  /** Those who wait until an attempt succeeds. */
  @GuardedBy("this")
  private WaitQueue patient = new WaitQueue();

  /** Those who want one look and came after the running attempt had begun. */
  @GuardedBy("this")
  private WaitQueue beforeTheirLook = new WaitQueue();

  /** Those who want one look, which is the running attempt. */
  @GuardedBy("this")
  private WaitQueue atTheirLook = new WaitQueue();

  /** The attempts that are made for those who wait now; null while nobody waits. */
  @GuardedBy("this")
  private @Nullable Series series;

  TargetPoint(Target target, PointContext surroundings, Consumer<List<WaitQueue>> release) {
    super(target.path(), surroundings);
    this.target = target;
    this.release = release;
  }

  @Override
  @GuardedBy("this")
  @Nullable Outcome known(Condition.Term term) {
    return null; // Only a look that ends later tells.
  }

  @Override
  @GuardedBy("this")
  List<Wait> waits() {
    return WaitQueue.waits(List.of(patient, atTheirLook, beforeTheirLook));
  }

  @Override
  @GuardedBy("this")
  Waiter park(Wait wait, Evaluation.@Nullable Leaf leaf) {
    Series current = series;
    long attemptsBefore = 0;
    if (current == null) {
      current = new Series();
      series = current;
      current.watch = target.watch(current);
    } else {
      attemptsBefore = current.ended;
      Objects.requireNonNull(current.watch).joined();
    }
    Waiter place = new Onlooker(wait, leaf, attemptsBefore);
    (wait.timeout().isZero() ? beforeTheirLook : patient).join(place);
    return place;
  }

  @Override
  @GuardedBy("this")
  Missing missing(Waiter place) {
    return new Missing.NoSuccess(path(), seen(((Onlooker) place).attemptsBefore));
  }

  @Override
  @GuardedBy("this")
  @Nullable Instant held() {
    return succeeded;
  }

  @Override
  @GuardedBy("this")
  Missing.Look look() {
    return seen(0);
  }

  @GuardedBy("this")
  private Missing.Look seen(long attemptsBefore) {
    return series == null
        ? new Missing.Look(0, null)
        : new Missing.Look(
            series.began - attemptsBefore,
            series.lastError == null ? lastErrorBefore : series.lastError);
  }

  @Override
  @GuardedBy("this")
  void forget() {
    succeeded = null;
  }

  @Override
  @GuardedBy("this")
  void missed() {
    succeeded = null;
  }

  @Override
  @GuardedBy("this")
  void emptied() {
    Series ended = Objects.requireNonNull(series);
    series = null;
    lastErrorBefore = ended.success || ended.lastError == null ? lastErrorBefore : ended.lastError;
    Objects.requireNonNull(ended.watch).stop();
    if (!ended.success) {
      journal()
          .record(Event.What.ATTEMPTS_ENDED, path(), null, ended.lastedNanos(), ended.inWords());
    }
  }

  /** The place of a wait that does not count what was tried before it came. */
  private final class Onlooker extends Waiter {
    private final Evaluation.@Nullable Leaf leaf;
    private final long attemptsBefore;

    Onlooker(Wait wait, Evaluation.@Nullable Leaf leaf, long attemptsBefore) {
      super(wait, TargetPoint.this);
      this.leaf = leaf;
      this.attemptsBefore = attemptsBefore;
    }

    @Override
    Evaluation.@Nullable Leaf leaf() {
      return leaf;
    }
  }

  /** One series of attempts, from the first wait to the last; all guarded by the point. */
  private final class Series implements Target.Observer {
    private final long startNanos = clock().nanos();
    private Target.@Nullable Watch watch;
    private long began;
    private long ended;
    private boolean success;
    private @Nullable String lastError;

    @Override
    public void attemptBegan() {
      synchronized (TargetPoint.this) {
        began++;
        if (series == this) {
          // Whoever had the look before has gone.
          atTheirLook = beforeTheirLook;
          beforeTheirLook = new WaitQueue();
        }
      }
    }

    @Override
    public void attemptEnded(Attempt attempt) {
      List<WaitQueue> opened;
      synchronized (TargetPoint.this) {
        if (series != this) {
          return; // A straggler: those who had waited for it have gone.
        }
        ended++;
        opened =
            attempt.isSuccess()
                ? succeeded(attempt.words())
                : failed(String.valueOf(attempt.error()));
      }
      release.accept(opened);
    }

    @GuardedBy("TargetPoint.this")
    private List<WaitQueue> succeeded(@Nullable String because) {
      success = true;
      lastErrorBefore = null;
      succeeded = clock().now();
      journal()
          .record(
              Event.What.ATTEMPT_SUCCEEDED,
              path(),
              null,
              lastedNanos(),
              "attempt " + ended + (because == null ? "" : ": " + because));
      setTimeout(null);
      List<WaitQueue> opened = List.of(patient, atTheirLook, beforeTheirLook);
      patient = new WaitQueue();
      atTheirLook = new WaitQueue();
      beforeTheirLook = new WaitQueue();
      handOver(opened, because == null ? Outcome.RELEASED : new Outcome.Released(null, because));
      return opened;
    }

    @GuardedBy("TargetPoint.this")
    private List<WaitQueue> failed(String error) {
      if (!error.equals(lastError)) {
        lastError = error;
        journal()
            .record(
                Event.What.ATTEMPT_FAILED,
                path(),
                null,
                lastedNanos(),
                "attempt " + ended + ": " + error);
      }
      WaitQueue looked = atTheirLook;
      Wait first = looked.first();
      if (first == null) {
        return List.of();
      }
      atTheirLook = new WaitQueue();
      Missing missing = new Missing.NoSuccess(path(), new Missing.Look(1, error));
      setTimeout(timeoutOf(first, missing));
      handOver(List.of(looked), new Outcome.TimedOut(missing));
      return List.of(looked);
    }

    private long lastedNanos() {
      return clock().nanos() - startNanos;
    }

    private String inWords() {
      return ended
          + (ended == 1 ? " attempt" : " attempts")
          + (lastError == null ? "" : ", the last: " + lastError);
    }
  }
}
