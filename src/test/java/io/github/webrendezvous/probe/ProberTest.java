package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProberTest {
  private final ManualClock clock = new ManualClock();
  private final List<CompletableFuture<Attempt>> begun = new ArrayList<>();
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

  private Target.Watch watch(Probe probe) {
    return new Prober(clock).target("/_port/db/5432", probe).watch(observer);
  }

  private CompletableFuture<Attempt> begin() {
    CompletableFuture<Attempt> attempt = new CompletableFuture<>();
    begun.add(attempt);
    return attempt;
  }

  private CompletableFuture<Attempt> failAtOnce() {
    begin().complete(Attempt.closed("refused"));
    return begun.get(begun.size() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0.01S",
    "PT0.33S, PT0.01S",
    "PT3.3S, PT0.1S",
    "PT16.5S, PT0.5S",
    "PT1H, PT0.5S"
  })
  void thePauseIsAPartOfTheTimeWaited(Duration waited, Duration pause) {
    assertThat(Prober.pause(waited)).isEqualTo(pause);
  }

  @Test
  void nothingBeginsBeforeTheWatcherIsKnown() {
    watch(this::begin);
    assertThat(begun).isEmpty();
    clock.advance(Duration.ZERO);
    assertThat(begun).hasSize(1);
  }

  @Test
  void oneAttemptAtATime() {
    watch(this::begin);
    clock.advance(Duration.ofSeconds(60));
    assertThat(begun).hasSize(1);
    begun.get(0).complete(Attempt.closed("refused"));
    clock.advance(Prober.LONGEST_PAUSE);
    assertThat(begun).hasSize(2);
  }

  @Test
  void aMinuteInVainCostsAHundredAndSomeAttempts() {
    watch(this::failAtOnce);
    clock.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSizeBetween(150, 260);
    assertThat(told).hasSameSizeAs(begun);
  }

  @Test
  void whoJoinsIsLookedAtSoonAndOnce() {
    Target.Watch watch = watch(this::failAtOnce);
    clock.advance(Duration.ofMinutes(1));
    int before = begun.size();
    watch.joined();
    watch.joined();
    watch.joined();
    clock.advance(Prober.SHORTEST_PAUSE.minusNanos(1));
    assertThat(begun).hasSizeLessThanOrEqualTo(before + 1);
    assertThat(clock.alarms()).as("no stray alarm").isEqualTo(1);
  }

  /** As if each alarm had rung already and waited for the lock when it was cancelled. */
  @Test
  void anAlarmThatWasReplacedBeginsNoAttempt() {
    ManualClock uncancellable =
        new ManualClock() {
          @Override
          public synchronized Alarm after(Duration delay, Runnable task) {
            super.after(delay, task);
            return () -> {};
          }
        };
    Target.Watch watch =
        new Prober(uncancellable).target("/_port/db/5432", this::failAtOnce).watch(observer);
    uncancellable.advance(Duration.ZERO);
    for (int i = 0; i < 20; i++) {
      watch.joined();
    }
    uncancellable.advance(Prober.SHORTEST_PAUSE.multipliedBy(4));
    assertThat(begun).as("one at once, and one for each pause").hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void whoStopsIsToldOfNoNewAttempt() {
    Target.Watch watch = watch(this::failAtOnce);
    clock.advance(Duration.ofSeconds(1));
    watch.stop();
    int before = begun.size();
    clock.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(before);
    assertThat(clock.alarms()).isZero();
  }

  @Test
  void aProbeThatBreaksIsAFailedAttempt() {
    watch(
        () -> {
          throw new IllegalStateException("broken on purpose, to see that it is told as a failure");
        });
    clock.advance(Duration.ZERO);
    assertThat(told).containsExactly(Attempt.notMade("the probe is broken: IllegalStateException"));
  }

  /** As when the system has no memory or no thread left for a moment. */
  @Test
  void anErrorIsFollowedByTheNextAttempt() {
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
    new Prober(clock)
        .target(
            "/_port/db/5432",
            () -> {
              attempts.incrementAndGet();
              throw new StackOverflowError("thrown on purpose, to see that the next is made");
            })
        .watch(frail);
    for (int i = 0; i < 10; i++) {
      try {
        clock.advance(Prober.LONGEST_PAUSE);
      } catch (StackOverflowError e) {
        // The clock of the machine goes on, too.
      }
    }
    assertThat(attempts.get()).isGreaterThanOrEqualTo(5);
  }
}
