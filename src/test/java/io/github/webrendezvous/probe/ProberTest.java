package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Target;
import io.github.webrendezvous.rendezvous.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProberTest {
  private final ManualClock clock = new ManualClock();
  private final List<PendingAttempt> begun = new ArrayList<>();
  private final List<Attempt> told = new ArrayList<>();
  private final Target.Observer observer =
      new Target.Observer() {
        @Override
        public void attemptBegan() {}

        @Override
        public void attemptEnded(Attempt attempt) {
          told.add(attempt);
        }
      };

  private final Prober prober = new Prober(clock, Duration.ofHours(1), 100, 1_000_000);

  private Target.Watch watch(Probe probe) {
    return watch(probe, false);
  }

  private Target.Watch watch(Probe probe, boolean untilClosed) {
    return prober.target("/_port/db/5432", probe, null, untilClosed).watch(observer);
  }

  private void failAtOnce(PendingAttempt attempt) {
    begun.add(attempt);
    attempt.connects("db:5432");
    attempt.end(Attempt.closed("connection refused"));
  }

  private void answerAtOnce(PendingAttempt attempt) {
    begun.add(attempt);
    attempt.connects("db:5432");
    attempt.asks();
    attempt.end(Attempt.answered("starting up"));
  }

  /** A tenth of a second's attempts come at once; then they come at the rate. */
  @Test
  void allTargetsTogetherMakeOnlySoManyAttempts() {
    Prober slow = new Prober(clock, Duration.ofHours(1), 100, 100);
    for (int i = 0; i < 50; i++) {
      slow.target("/_port/db/" + (i + 1), begun::add, null, false).watch(observer);
    }
    clock.advance(Duration.ZERO);
    assertThat(begun).hasSizeBetween(10, 11);
    clock.advance(Duration.ofMillis(100));
    assertThat(begun).hasSizeBetween(20, 21);
    clock.advance(Duration.ofMillis(400));
    assertThat(begun).hasSize(50);
  }

  @Test
  void aStoppedSeriesDoesNotUseItsTurn() {
    Prober slow = new Prober(clock, Duration.ofHours(1), 100, 10);
    slow.target("/_port/db/1", begun::add, null, false).watch(observer);
    slow.target("/_port/db/2", begun::add, null, false).watch(observer);
    Target.Watch third = slow.target("/_port/db/3", begun::add, null, false).watch(observer);
    clock.advance(Duration.ZERO);
    third.stop();
    clock.advance(Duration.ofSeconds(10));
    assertThat(begun).hasSize(2);
    assertThat(clock.timers()).isEqualTo(2);
  }

  @Test
  void noAttemptBeginsBeforeWatchReturns() {
    watch(begun::add);
    assertThat(begun).isEmpty();
    clock.advance(Duration.ZERO);
    assertThat(begun).hasSize(1);
  }

  @Test
  void oneAttemptAtATime() {
    watch(begun::add);
    clock.advance(Duration.ofSeconds(60));
    assertThat(begun).hasSize(1);
    begun.get(0).end(Attempt.closed("refused"));
    clock.advance(Pace.LONGEST_PAUSE);
    assertThat(begun).hasSize(2);
  }

  @Test
  void aMinuteTakesAboutAHundredAttempts() {
    watch(this::failAtOnce);
    clock.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSizeBetween(150, 260);
    assertThat(told).hasSameSizeAs(begun);
  }

  @Test
  void aNewWaitGetsOneAttemptSoon() {
    Target.Watch watch = watch(this::failAtOnce);
    clock.advance(Duration.ofMinutes(1));
    int before = begun.size();
    watch.joined();
    watch.joined();
    watch.joined();
    clock.advance(Pace.LONGEST_PAUSE_OF_NEW_WAIT);
    assertThat(begun).hasSize(before + 1);
    assertThat(clock.timers()).as("no stray alarm").isEqualTo(1);
  }

  /** A script that repeats short waits makes about as many attempts as one long wait. */
  @Test
  void fifteenWaitsOfOneSecondMakeAsManyAttemptsAsOneOfFifteenSeconds() {
    Target.Watch whole = watch(this::failAtOnce);
    clock.advance(Duration.ofSeconds(15));
    whole.stop();
    int atOnce = begun.size();
    clock.advance(Paces.REMEMBERED.plusSeconds(1));
    for (int i = 0; i < 15; i++) {
      Target.Watch part = watch(this::failAtOnce);
      clock.advance(Duration.ofSeconds(1));
      part.stop();
    }
    assertThat(atOnce).isBetween(100, 200);
    assertThat(begun.size() - atOnce).isBetween(atOnce - 15, atOnce + 15);
  }

  @Test
  void aServerThatRespondsIsAskedTwiceASecondAndLaterOnce() {
    Target.Watch watch = watch(this::answerAtOnce);
    clock.advance(Duration.ofSeconds(2));
    assertThat(begun).hasSizeLessThanOrEqualTo(5);
    for (int i = 0; i < 80; i++) {
      watch.joined();
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(begun).as("in ten seconds, however many join").hasSizeLessThanOrEqualTo(21);
    int before = begun.size();
    clock.advance(Duration.ofSeconds(20));
    assertThat(begun.size() - before).isBetween(19, 21);
  }

  @Test
  void theTimeUntilTheNextAttemptIsKnown() {
    Target.Watch watch = watch(this::answerAtOnce);
    clock.advance(Duration.ofMillis(100));
    assertThat(watch.untilNext()).isEqualTo(Duration.ofMillis(400));
    Target.Watch running = watch(begun::add);
    clock.advance(Duration.ofMillis(500)); // The pace of a target outlives its waits.
    assertThat(running.untilNext()).isNull();
    watch.stop();
    assertThat(watch.untilNext()).isNull();
  }

  /** Like the start of PostgreSQL's image: refused, answers, refused, answers. */
  @Test
  void aServerThatIsGoneAgainIsProbedOften() {
    AtomicInteger attempts = new AtomicInteger();
    watch(
        attempt -> {
          if (attempts.incrementAndGet() == 2) {
            answerAtOnce(attempt);
          } else {
            failAtOnce(attempt);
          }
        });
    clock.advance(Pace.PAUSE_OF_REACHED.plus(Pace.SHORTEST_PAUSE));
    int before = begun.size();
    clock.advance(Duration.ofMillis(200));
    assertThat(begun.size() - before).isGreaterThan(5);
  }

  @Test
  void untilClosedHasTheSamePaceForATargetThatResponds() {
    watch(
        attempt -> {
          begun.add(attempt);
          attempt.connects("db:5432");
          attempt.asks();
          attempt.end(Attempt.succeeded());
        },
        true);
    clock.advance(Duration.ofSeconds(5));
    assertThat(begun).hasSizeLessThanOrEqualTo(11);
    assertThat(told).containsOnly(Attempt.answered("db:5432: still there"));
  }

  @Test
  void afterASuccessTheNextWaitIsProbedAtOnce() {
    AtomicBoolean succeeds = new AtomicBoolean();
    Probe probe =
        attempt -> {
          begun.add(attempt);
          attempt.asks();
          attempt.end(succeeds.get() ? Attempt.succeeded() : Attempt.answered("busy"));
        };
    Target.Watch watch = watch(probe);
    clock.advance(Duration.ofSeconds(20));
    succeeds.set(true);
    clock.advance(Duration.ofSeconds(1));
    watch.stop();
    assertThat(told.get(told.size() - 1)).isEqualTo(Attempt.succeeded());
    int before = begun.size();
    watch(probe);
    clock.advance(Duration.ZERO);
    assertThat(begun).hasSize(before + 1);
  }

  /** Otherwise a connection to a slow target would stay open until the time limit. */
  @Test
  void anAttemptEndsWithTheLastWait() {
    Target.Watch watch = watch(begun::add);
    clock.advance(Duration.ZERO);
    watch.stop();
    clock.advance(Duration.ZERO);
    assertThat(begun.get(0).hasEnded()).isTrue();
    assertThat(clock.timers()).isZero();
  }

  @Test
  void aWaitCanSetTheTimeLimitOfAnAttempt() {
    prober
        .target("/_port/db/5432?attempt=5s", begun::add, Duration.ofSeconds(5), false)
        .watch(observer);
    clock.advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(told).isEmpty();
    clock.advance(Duration.ofNanos(1));
    assertThat(told).hasSize(1);
  }

  @Test
  void pacesAreForgottenAfterAWhileAndWhenThereAreTooMany() {
    Paces paces = new Paces(3);
    Pace first = paces.of("/_port/a/1", 0);
    for (String path : List.of("/_port/b/1", "/_port/c/1")) {
      paces.of(path, 0);
    }
    assertThat(paces.of("/_port/a/1", Paces.REMEMBERED.toNanos())).isSameAs(first);
    paces.of("/_port/d/1", 1);
    assertThat(paces.size()).isEqualTo(3);
    assertThat(paces.of("/_port/a/1", 1)).isSameAs(first);
    paces.of("/_port/e/1", Paces.REMEMBERED.toNanos() + 2);
    assertThat(paces.size()).isEqualTo(1);
  }

  /** As if each timer had fired already and waited for the lock when it was cancelled. */
  @Test
  void aTimerThatWasReplacedBeginsNoAttempt() {
    ManualClock uncancellable =
        new ManualClock() {
          @Override
          public synchronized void cancel(Timer timer) {}
        };
    Target.Watch watch =
        new Prober(uncancellable, Duration.ofSeconds(1), 1, 1_000_000)
            .target("/_port/db/5432", this::failAtOnce, null, false)
            .watch(observer);
    uncancellable.advance(Duration.ZERO);
    for (int i = 0; i < 20; i++) {
      watch.joined();
    }
    uncancellable.advance(Pace.SHORTEST_PAUSE.multipliedBy(4));
    assertThat(begun).as("one at once, and one for each pause").hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void afterStopNoAttemptIsReported() {
    Target.Watch watch = watch(this::failAtOnce);
    clock.advance(Duration.ofSeconds(1));
    watch.stop();
    int before = begun.size();
    clock.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(before);
    assertThat(clock.timers()).isZero();
  }

  @Test
  void anExceptionOfAProbeIsAFailedAttempt() {
    watch(
        attempt -> {
          throw new IllegalStateException("broken on purpose, to see that it is told as a failure");
        });
    clock.advance(Duration.ZERO);
    assertThat(told).containsExactly(Attempt.notMade("the probe failed: IllegalStateException"));
  }

  /** As when the system has no memory or no thread left for a moment. */
  @Test
  void afterAnErrorTheNextAttemptFollows() {
    AtomicInteger attempts = new AtomicInteger();
    Target.Observer frail =
        new Target.Observer() {
          @Override
          public void attemptBegan() {
            throw new StackOverflowError("thrown on purpose, to see that the attempt is made");
          }

          @Override
          public void attemptEnded(Attempt attempt) {
            throw new OutOfMemoryError("thrown on purpose, to see that the next is made");
          }
        };
    prober
        .target(
            "/_port/db/5432",
            attempt -> {
              attempts.incrementAndGet();
              throw new StackOverflowError("thrown on purpose, to see that the next is made");
            },
            null,
            false)
        .watch(frail);
    for (int i = 0; i < 10; i++) {
      try {
        clock.advance(Pace.LONGEST_PAUSE);
      } catch (StackOverflowError e) {
        // The clock of the machine also advances.
      }
    }
    assertThat(attempts.get()).isGreaterThanOrEqualTo(5);
  }
}
