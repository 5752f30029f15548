package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.ManualClock;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until it is gone; and what says nothing of the target. */
class ProbeTest {
  private static Attempt inverted(Attempt attempt) {
    Probe probe = () -> CompletableFuture.completedFuture(attempt);
    return probe.inverted().attempt().join();
  }

  @Test
  void onlyWhatIsClosedIsGone() {
    assertThat(inverted(Attempt.closed("connection refused"))).isEqualTo(Attempt.succeeded());
    assertThat(inverted(Attempt.succeeded())).isEqualTo(Attempt.answered("still there"));
    assertThat(inverted(Attempt.answered("too many clients")))
        .isEqualTo(Attempt.answered("still there: too many clients"));
  }

  @Test
  void nothingIsGoneAsNobodyCouldLook() {
    Attempt notMade = Attempt.notMade("too many open files");
    assertThat(inverted(notMade)).isEqualTo(notMade);
    Probe broken = () -> CompletableFuture.failedFuture(new IllegalStateException());
    assertThat(broken.inverted().attempt()).isCompletedExceptionally();
  }

  @Test
  void onlyThreeAttemptsInARowWithoutAnAnswerCountAsClosed() {
    Deque<Attempt> attempts = new ArrayDeque<>();
    Probe inverted =
        ((Probe) () -> CompletableFuture.completedFuture(attempts.remove())).inverted();
    Attempt unanswered = Attempt.unanswered("no answer within 1 s");
    attempts.addAll(List.of(unanswered, unanswered, Attempt.notMade("no socket")));
    attempts.addAll(List.of(unanswered, unanswered, Attempt.answered("busy")));
    attempts.addAll(List.of(unanswered, unanswered, unanswered));
    for (int i = 0; i < 8; i++) {
      assertThat(inverted.attempt().join().isSuccess()).as("attempt " + i).isFalse();
    }
    assertThat(inverted.attempt().join())
        .isEqualTo(Attempt.succeededBecause("no answer within 1 s, 3 attempts in a row"));
  }

  @ParameterizedTest
  @CsvSource({
    "db: Name or service not known, CLOSED",
    "db: No address associated with hostname, CLOSED",
    "db: Temporary failure in name resolution, NOT_MADE",
    "db: System error, NOT_MADE",
    "db, NOT_MADE"
  })
  void aLookUpThatFailedForAMomentSaysNothing(String message, Attempt.State state) {
    Attempt judged = Failures.ofLookUp("db", new UnknownHostException(message));
    assertThat(judged).isEqualTo(new Attempt(state, "unknown host \"db\""));
  }

  @ParameterizedTest
  @CsvSource({
    "Connection refused, CLOSED",
    "Network is unreachable, CLOSED",
    "No route to host, CLOSED",
    "Connection timed out, UNANSWERED",
    "Cannot assign requested address, NOT_MADE",
    "Too many open files, NOT_MADE",
    "Operation not permitted, NOT_MADE",
    "Connection reset by peer, ANSWERED"
  })
  void whatTheSystemSaysIsWhatItTells(String message, Attempt.State state) {
    Attempt judged = Failures.ofConnection(new ConnectException(message), "no answer");
    assertThat(judged.state()).isEqualTo(state);
  }

  @Test
  void aTargetIsClosedOnlyIfItIsAtEveryAddress() {
    Attempt closed = Attempt.closed("connection refused");
    assertThat(best(closed, closed)).isEqualTo(closed);
    for (Attempt other :
        List.of(
            Attempt.succeeded(),
            Attempt.answered("busy"),
            Attempt.unanswered("no answer"),
            Attempt.notMade("no socket"))) {
      assertThat(best(closed, other, closed)).isEqualTo(other);
    }
  }

  private static Attempt best(Attempt... atEach) {
    return Race.best(Stream.of(atEach).map(CompletableFuture::completedFuture).toList()).join();
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
    assertThat(begun.join()).isEqualTo(Attempt.unanswered("no answer within 1 s"));
  }
}
