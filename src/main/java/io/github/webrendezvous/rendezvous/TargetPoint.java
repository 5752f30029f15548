package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meeting point of a target: looked at while somebody waits, and only an attempt that succeeds
 * ends a wait. Thread-safe.
 */
final class TargetPoint extends MeetingPoint {
  private final Target target;
  private final Clock clock;
  private final Journal journal;
  private final Consumer<Line> release;

  /** When the last look succeeded; null if none did, or a wait has timed out since. */
  @GuardedBy("this")
  private @Nullable Instant succeeded;

  /** The attempts that are made for those who wait now; null while nobody waits. */
  @GuardedBy("this")
  private @Nullable Series series;

  TargetPoint(Target target, Clock clock, Journal journal, Consumer<Line> release) {
    super(target.path());
    this.target = target;
    this.clock = clock;
    this.journal = journal;
    this.release = release;
  }

  @Override
  @GuardedBy("this")
  boolean holds() {
    return false;
  }

  @Override
  @GuardedBy("this")
  @Nullable Instant held() {
    return succeeded;
  }

  @Override
  @GuardedBy("this")
  Missing.@Nullable Look look(long attemptsBefore) {
    return series == null
        ? new Missing.Look(0, null)
        : new Missing.Look(series.began - attemptsBefore, series.lastError);
  }

  @Override
  @GuardedBy("this")
  void joined(Wait wait, boolean first) {
    Series current = series;
    if (current == null) {
      current = new Series();
      series = current;
      current.watch = target.watch(current);
    } else {
      wait.attemptsBefore = current.ended;
      Objects.requireNonNull(current.watch).joined();
    }
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
    Objects.requireNonNull(ended.watch).stop();
    if (!ended.success) {
      journal.record(Event.What.ATTEMPTS_ENDED, path(), null, ended.lasted(), ended.inWords());
    }
  }

  /** One series of attempts, from the first wait to the last; all guarded by the point. */
  private final class Series implements Target.Observer {
    private final long startNanos = clock.nanos();
    private Target.@Nullable Watch watch;
    private long began;
    private long ended;
    private boolean success;
    private @Nullable String lastError;

    @Override
    public void attemptBegan() {
      synchronized (TargetPoint.this) {
        began++;
      }
    }

    @Override
    public void attemptEnded(Attempt attempt) {
      Line opened;
      synchronized (TargetPoint.this) {
        if (series != this) {
          return; // A straggler: those who had waited for it have gone.
        }
        ended++;
        if (attempt.error() != null) {
          failed(attempt.error());
          return;
        }
        success = true;
        succeeded = clock.now();
        journal.record(Event.What.ATTEMPT_SUCCEEDED, path(), null, lasted(), "attempt " + ended);
        opened = open(Outcome.RELEASED);
      }
      release.accept(opened);
    }

    private void failed(String error) {
      if (!error.equals(lastError)) {
        lastError = error;
        journal.record(
            Event.What.ATTEMPT_FAILED, path(), null, lasted(), "attempt " + ended + ": " + error);
      }
    }

    private Duration lasted() {
      return Duration.ofNanos(clock.nanos() - startNanos);
    }

    private String inWords() {
      return ended
          + (ended == 1 ? " attempt" : " attempts")
          + (lastError == null ? "" : ", the last: " + lastError);
    }
  }
}
