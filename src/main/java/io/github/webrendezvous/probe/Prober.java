package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import io.github.webrendezvous.rendezvous.Target;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs the probes: one series of attempts per target while anybody waits for it, one attempt at a
 * time. Thread-safe.
 *
 * <p>The pause before the next attempt is 3 % of the time that the newest of the waits has waited,
 * at least 10 ms and at most 500 ms: what appears is seen within that part of the time that it
 * took, which leaves as much for telling thousands of it within 5 %; and what stays away costs
 * little.
 */
public final class Prober {
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final int PART_OF_TIME_WAITED = 33;

  private final Clock clock;
  private final Defects defects = new Defects();

  public Prober(Clock clock) {
    this.clock = clock;
  }

  /** The target that stands for a probe; the path is what requests name it by. */
  public Target target(String path, Probe probe) {
    return new Target() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public Watch watch(Observer observer) {
        Series series = new Series(probe, observer);
        series.startSoon();
        return series;
      }
    };
  }

  /** The pause after an attempt, for a wait that has waited that long. */
  static Duration pause(Duration waited) {
    Duration part = waited.dividedBy(PART_OF_TIME_WAITED);
    if (part.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return part.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : part;
  }

  private final class Series implements Target.Watch {
    private final Probe probe;
    private final Target.Observer observer;

    @GuardedBy("this")
    private long newestNanos = clock.nanos();

    @GuardedBy("this")
    private long lastEndNanos;

    /** Set while no attempt is under way. */
    @GuardedBy("this")
    private Clock.@Nullable Alarm nextAttempt;

    /** Counts the alarms that were set; only the newest may begin an attempt. */
    @GuardedBy("this")
    private long turn;

    @GuardedBy("this")
    private boolean stopped;

    Series(Probe probe, Target.Observer observer) {
      this.probe = probe;
      this.observer = observer;
    }

    synchronized void startSoon() {
      attemptAfter(Duration.ZERO);
    }

    /**
     * An alarm that rang already, and waits for the lock to be told, finds that it is not the
     * newest.
     */
    @GuardedBy("this")
    private void attemptAfter(Duration pause) {
      long thisTurn = ++turn;
      nextAttempt = clock.after(pause, () -> attempt(thisTurn));
    }

    @Override
    public synchronized void joined() {
      newestNanos = clock.nanos();
      if (nextAttempt != null && !stopped) {
        nextAttempt.cancel();
        Duration sinceLast = Duration.ofNanos(clock.nanos() - lastEndNanos);
        Duration rest = SHORTEST_PAUSE.minus(sinceLast);
        attemptAfter(rest.isNegative() ? Duration.ZERO : rest);
      }
    }

    @Override
    public synchronized void stop() {
      stopped = true;
      if (nextAttempt != null) {
        nextAttempt.cancel();
        nextAttempt = null;
      }
    }

    private void attempt(long itsTurn) {
      synchronized (this) {
        if (stopped || itsTurn != turn) {
          return;
        }
        nextAttempt = null;
      }
      try {
        observer.attemptBegan();
      } finally {
        attemptSafely().thenAccept(this::ended);
      }
    }

    private CompletableFuture<Attempt> attemptSafely() {
      CompletableFuture<Attempt> attempt;
      try {
        attempt = probe.attempt();
      } catch (Throwable e) { // Else nobody would look again.
        attempt = CompletableFuture.failedFuture(e);
      }
      return attempt.exceptionally(
          defect -> {
            defects.caught("A probe broke instead of failing", defect);
            return Attempt.notMade("the probe is broken: " + defect.getClass().getSimpleName());
          });
    }

    private void ended(Attempt attempt) {
      try {
        // Before the next is due, so that attempts are told of in order.
        observer.attemptEnded(attempt);
      } catch (Throwable e) { // Else nobody would look again.
        defects.caught("What an attempt has found could not be told", e);
      }
      synchronized (this) {
        if (!stopped) {
          lastEndNanos = clock.nanos();
          attemptAfter(pause(Duration.ofNanos(lastEndNanos - newestNanos)));
        }
      }
    }
  }
}
