package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import io.github.webrendezvous.rendezvous.Target;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the probes: one series of attempts per target while a wait needs it, one attempt at a time,
 * at the {@link Pace} of the target. Thread-safe.
 */
public final class Prober {
  private final Clock clock;
  private final Duration timeout;
  private final Paces paces;
  private final AttemptRate rate;
  private final AttemptCounts attempts = new AttemptCounts();
  private final Defects defects = new Defects();

  /**
   * @param timeout the default time limit of one attempt, including the lookup
   * @param mostTargets the most targets whose pace is kept while no wait needs them
   * @param perSecond the most attempts in a second, at all targets together
   */
  public Prober(Clock clock, Duration timeout, int mostTargets, int perSecond) {
    this.rate = new AttemptRate(perSecond, clock.nanos());
    this.clock = clock;
    this.timeout = timeout;
    this.paces = new Paces(mostTargets);
  }

  /**
   * The target of a probe.
   *
   * @param path its path in requests
   * @param attemptTimeout the time limit of one attempt; null for the default
   * @param untilClosed whether an attempt succeeds if it finds the target closed
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

  /** How many attempts have ended, by kind of probe ({@code port}) and by result. */
  public Map<String, Map<Attempt.State, Long>> attempts() {
    return attempts.byKind();
  }

  private final class Series implements Target.Watch {
    private final String path;
    private final Probe probe;
    private final Duration longest;
    private final UnaryOperator<Attempt> judge;
    private final Target.Observer observer;
    private final Pace pace;

    /** Set while no attempt is running. */
    @GuardedBy("this")
    private Clock.@Nullable Task nextAttempt;

    /** When the next attempt begins, while none is running. */
    @GuardedBy("this")
    private long nextNanos;

    /** Set while an attempt is running. */
    @GuardedBy("this")
    private @Nullable PendingAttempt underWay;

    /** Whether the next attempt has got a time from the rate of all attempts. */
    @GuardedBy("this")
    private boolean hasTurn;

    /** Counts the timers that were set; only the newest may begin an attempt. */
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

    /** A timer that has fired already, and waits for the lock, finds that it is not the newest. */
    @GuardedBy("this")
    private void attemptAfter(Duration pause) {
      schedule(pause, ++turn);
    }

    @GuardedBy("this")
    private void schedule(Duration pause, long itsTurn) {
      nextNanos = clock.nanos() + pause.toNanos();
      nextAttempt = clock.after(pause, () -> attempt(itsTurn));
    }

    @Override
    public synchronized @Nullable Duration untilNext() {
      return nextAttempt == null ? null : Duration.ofNanos(Math.max(0, nextNanos - clock.nanos()));
    }

    @Override
    public synchronized void joined() {
      if (nextAttempt != null && !stopped) {
        nextAttempt.cancel();
        attemptAfter(pace.untilNext(clock.nanos(), true));
      }
    }

    /** Also ends the running attempt, as no wait needs its result. */
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
        Duration tooEarly = hasTurn ? Duration.ZERO : rate.untilNext(clock.nanos());
        if (!tooEarly.isZero()) {
          hasTurn = true;
          schedule(tooEarly, itsTurn);
          return;
        }
        hasTurn = false;
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
      } catch (Throwable e) { // Otherwise there would be no further attempt.
        defects.caught("A probe threw an exception", e);
        attempt.end(Attempt.notMade("the probe failed: " + e.getClass().getSimpleName()));
      }
    }

    private void ended(PendingAttempt.Ended end) {
      try {
        attempts.count(path, end.attempt());
        Attempt attempt = judge.apply(end.attempt());
        pace.ended(clock.nanos(), end.reached());
        if (attempt.isSuccess()) {
          paces.forget(path);
        }
        // Before the next attempt is scheduled, so that results are reported in order.
        observer.attemptEnded(end.address() == null ? attempt : attempt.at(end.address()));
      } catch (Throwable e) { // Otherwise there would be no further attempt.
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
