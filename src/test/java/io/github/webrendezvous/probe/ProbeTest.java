package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Until it is gone; and what says nothing of the target. */
class ProbeTest {
  private static Attempt inverted(Attempt attempt) {
    Probe probe = () -> CompletableFuture.completedFuture(attempt);
    return probe.inverted().attempt().join();
  }

  @Test
  void whatIsGoneIsWhatDoesNotSucceed() {
    assertThat(inverted(Attempt.succeeded())).isEqualTo(Attempt.failed("still there"));
    assertThat(inverted(Attempt.failed("connection refused"))).isEqualTo(Attempt.succeeded());
  }

  @Test
  void nothingIsGoneAsNobodyCouldLook() {
    Attempt notMade = Attempt.notMade("too many open files");
    assertThat(inverted(notMade)).isEqualTo(notMade);
    Probe broken = () -> CompletableFuture.failedFuture(new IllegalStateException());
    assertThat(broken.inverted().attempt()).isCompletedExceptionally();
  }

  @Test
  void anAttemptWhoseTurnNeverCameTellsNothing() {
    ManualClock clock = new ManualClock();
    Deadline deadline = new Deadline(clock, Duration.ofSeconds(1));
    PendingAttempt queued = deadline.newAttempt();
    PendingAttempt begun = deadline.newAttempt();
    begun.begin();
    clock.advance(Duration.ofSeconds(1));
    assertThat(queued.join()).isEqualTo(Attempt.notMade("no answer within 1 s"));
    assertThat(begun.join()).isEqualTo(Attempt.failed("no answer within 1 s"));
  }
}
