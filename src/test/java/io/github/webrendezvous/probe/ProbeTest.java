package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.ManualClock;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of until=closed and of inconclusive failures. */
class ProbeTest {
  private static Attempt inverted(Attempt attempt) {
    return new UntilClosed().apply(attempt);
  }

  @Test
  void onlyClosedTargetsAreGone() {
    assertThat(inverted(Attempt.closed("connection refused"))).isEqualTo(Attempt.succeeded());
    assertThat(inverted(Attempt.succeeded())).isEqualTo(Attempt.answered("still there"));
    assertThat(inverted(Attempt.answered("too many clients")))
        .isEqualTo(Attempt.answered("still there: too many clients"));
  }

  @Test
  void aTargetWithoutAttemptsIsNotGone() {
    Attempt notMade = Attempt.notMade("too many open files");
    assertThat(inverted(notMade)).isEqualTo(notMade);
  }

  @Test
  void onlyThreeSilentAttemptsInARowCountAsClosed() {
    Deque<Attempt> attempts = new ArrayDeque<>();
    UntilClosed inverted = new UntilClosed();
    Attempt unanswered = Attempt.unanswered("no answer within 1 s");
    attempts.addAll(List.of(unanswered, unanswered, Attempt.notMade("no socket")));
    attempts.addAll(List.of(unanswered, unanswered, Attempt.answered("busy")));
    attempts.addAll(List.of(unanswered, unanswered, unanswered));
    for (int i = 0; i < 8; i++) {
      assertThat(inverted.apply(attempts.remove()).isSuccess()).as("attempt " + i).isFalse();
    }
    assertThat(inverted.apply(attempts.remove()))
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
  void aTemporaryLookupFailureIsInconclusive(String message, Attempt.State state) {
    Attempt judged = Failures.ofLookUp("db", new UnknownHostException(message));
    assertThat(judged).isEqualTo(new Attempt(state, "unknown host \"db\""));
    assertThat(Failures.ofLookUp(new UnknownHostException(message))).isEqualTo(judged);
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
  void systemErrorsAreJudged(String message, Attempt.State state) {
    PendingAttempt attempt = PendingAttempt.start(new ManualClock(), Duration.ofSeconds(1));
    attempt.connects("db:5432");
    Attempt judged = Failures.ofConnection(new ConnectException(message), attempt);
    assertThat(judged.state()).isEqualTo(state);
  }

  @Test
  void aTargetIsClosedOnlyIfAllAddressesAre() {
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

  /** The result names the slow phase, and a remedy. */
  @Test
  void aSlowAttemptReportsItsPhase() {
    ManualClock clock = new ManualClock();
    List<Consumer<PendingAttempt>> phases =
        List.of(
            attempt -> {},
            attempt -> attempt.looksUp("db"),
            attempt -> attempt.connects("db:5432"),
            attempt -> attempt.handshakes(),
            attempt -> attempt.asks());
    List<PendingAttempt> attempts = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      PendingAttempt attempt = PendingAttempt.start(clock, Duration.ofSeconds(1));
      phases.subList(0, i + 1).forEach(phase -> phase.accept(attempt));
      attempts.add(attempt);
    }
    clock.advance(Duration.ofSeconds(1));
    String more = " within 1 s (attempt=5s allows more)";
    assertThat(attempts)
        .extracting(attempt -> attempt.ended().join())
        .containsExactly(
            new PendingAttempt.Ended(Attempt.notMade("no thread was free within 1 s"), null, false),
            new PendingAttempt.Ended(
                Attempt.notMade("no answer when looking up \"db\"" + more), null, false),
            new PendingAttempt.Ended(
                Attempt.unanswered("no connection within 1 s"), "db:5432", false),
            new PendingAttempt.Ended(
                Attempt.unanswered("no TLS handshake" + more), "db:5432", true),
            new PendingAttempt.Ended(Attempt.unanswered("no answer" + more), "db:5432", true));
  }

  @ParameterizedTest
  @CsvSource({"PT4.9S, 5s", "PT5S, 10s", "PT40S, 60s"})
  void moreTimeIsSuggested(Duration timeout, String suggested) {
    ManualClock clock = new ManualClock();
    PendingAttempt attempt = PendingAttempt.start(clock, timeout);
    attempt.asks();
    clock.advance(timeout);
    assertThat(attempt.ended().join().attempt().words()).contains("(attempt=" + suggested);
  }
}
