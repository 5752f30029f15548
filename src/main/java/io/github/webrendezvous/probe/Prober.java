package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import io.github.webrendezvous.rendezvous.Target;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the probes: one series of attempts per target while anybody waits for it, one attempt at a
 * time, at the {@link Pace} of the target. Thread-safe.
 */
public final class Prober {
  private final Clock clock;
  private final Duration timeout;
  private final Paces paces;
  private final Defects defects = new Defects();

  /**
   * @param timeout the longest that one attempt may take, look-up included, unless a request says
   *     otherwise
   * @param mostTargets of how many targets the pace is remembered while nobody waits for them
   */
  public Prober(Clock clock, Duration timeout, int mostTargets) {
    this.clock = clock;
    this.timeout = timeout;
    this.paces = new Paces(mostTargets);
  }

  /**
   * The target that stands for a probe.
   *
   * @param path what requests name it by
   * @param attemptTimeout the longest that one attempt may take; null for the default
   * @param untilClosed whether an attempt succeeds that finds the target closed
   */
  public Target target(
      String path, Probe probe, @Nullable Duration attemptTimeout, boolean untilClosed) {
    Duration longest = attemptTimeout == null ? timeout : attemptTimeout;
    return new Target() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public Watch watch(Observer observer) {
        UnaryOperator<Attempt> judge = untilClosed ? new UntilClosed() : UnaryOperator.identity();
        Series series = new Series(path, probe, longest, judge, observer);
        series.startSoon();
        return series;
      }
    };
  }

  private final class Series implements Target.Watch {
    private final String path;
    private final Probe probe;
    private final Duration longest;
    private final UnaryOperator<Attempt> judge;
    private final Target.Observer observer;
    private final Pace pace;

    /** Set while no attempt is under way. */
    @GuardedBy("this")
    private Clock.@Nullable Task nextAttempt;

    /** Set while an attempt is under way. */
    @GuardedBy("this")
    private @Nullable PendingAttempt underWay;

    /** Counts the alarms that were set; only the newest may begin an attempt. */
    @GuardedBy("this")
    private long turn;

    @GuardedBy("this")
    private boolean stopped;

    Series(
        String path,
        Probe probe,
        Duration longest,
        UnaryOperator<Attempt> judge,
        Target.Observer observer) {
      this.path = path;
      this.probe = probe;
      this.longest = longest;
      this.judge = judge;
      this.observer = observer;
      this.pace = paces.of(path, clock.nanos());
    }

    synchronized void startSoon() {
      attemptAfter(pace.untilNext(clock.nanos(), true));
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
      if (nextAttempt != null && !stopped) {
        nextAttempt.cancel();
        attemptAfter(pace.untilNext(clock.nanos(), true));
      }
    }

    /** Ends the attempt that is under way, too: nobody wants to know how it ends. */
    @Override
    public void stop() {
      PendingAttempt unwanted;
      synchronized (this) {
        stopped = true;
        if (nextAttempt != null) {
          nextAttempt.cancel();
          nextAttempt = null;
        }
        unwanted = underWay;
      }
      if (unwanted != null) {
        // On the thread of the clock, as the caller may hold a lock.
        clock.after(Duration.ZERO, () -> unwanted.end(Attempt.notMade("nobody waits any more")));
      }
    }

    private void attempt(long itsTurn) {
      PendingAttempt attempt;
      synchronized (this) {
        if (stopped || itsTurn != turn) {
          return;
        }
        nextAttempt = null;
        attempt = PendingAttempt.start(clock, longest);
        underWay = attempt;
      }
      try {
        observer.attemptBegan();
      } finally {
        beginSafely(attempt);
        attempt.ended().thenAccept(this::ended);
      }
    }

    private void beginSafely(PendingAttempt attempt) {
      try {
        probe.begin(attempt);
      } catch (Throwable e) { // Else nobody would look again.
        defects.caught("A probe threw an exception", e);
        attempt.end(Attempt.notMade("the probe failed: " + e.getClass().getSimpleName()));
      }
    }

    private void ended(PendingAttempt.Ended end) {
      try {
        Attempt attempt = judge.apply(end.attempt());
        pace.ended(clock.nanos(), end.reached());
        if (attempt.isSuccess()) {
          paces.forget(path);
        }
        // Before the next is due, so that attempts are told of in order.
        observer.attemptEnded(end.address() == null ? attempt : attempt.at(end.address()));
      } catch (Throwable e) { // Else nobody would look again.
        defects.caught("The result of an attempt could not be recorded", e);
      }
      synchronized (this) {
        underWay = null;
        if (!stopped) {
          attemptAfter(pace.untilNext(clock.nanos(), false));
        }
      }
    }
  }
}
