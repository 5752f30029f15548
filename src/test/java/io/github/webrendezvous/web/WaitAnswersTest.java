package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.exchange.Fakes;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.ManualClock;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.UnlimitedRoom;
import io.github.webrendezvous.rendezvous.Value;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.rendezvous.Waits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The content and memory of answers to waits. */
class WaitAnswersTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Key KEY = new Key("/migrated");
  private static final int LONG = 64 * 1_024;

  private final ManualClock clock = new ManualClock();
  private final Registry registry =
      new Registry(clock, new Journal(clock, 100), Runnable::run, 4, UnlimitedRoom.LIMITS);
  private final Budget room = new Budget(2 * LONG);
  private final WaitOptions terms =
      new WaitOptions(TIMEOUT, new Caller("web-1"), 404, false, false, null);

  private final HttpServletRequest request =
      Fakes.of(
          HttpServletRequest.class, (proxy, method, arguments) -> Collections.emptyEnumeration());
  private final HttpServletResponse response =
      Fakes.of(HttpServletResponse.class, (proxy, method, arguments) -> null);

  private final WaitAnswers answers = new WaitAnswers(room, clock, true);

  private Answer answer() {
    Wait wait =
        Waits.await(
            registry, new Condition.Signalled(KEY), TIMEOUT, "web-1", (settled, outcome) -> {});
    return answers.of(wait, terms);
  }

  private String timeout(Condition condition) {
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    Wait wait =
        Waits.await(
            registry, condition, TIMEOUT, "web-1", (settled, outcome) -> ended.complete(outcome));
    clock.advance(TIMEOUT);
    assertThat(ended).isCompleted();
    return body(answers.of(wait, terms));
  }

  /** After a restart, earlier signals are lost. */
  @Test
  void aTimeoutSoonAfterTheStartHasAHint() {
    clock.advance(Duration.ofSeconds(3));
    assertThat(timeout(new Condition.Signalled(KEY)))
        .contains("\"hint\":\"this service started 33 s ago and knows no earlier signals\"");
    assertThat(timeout(new Condition.Signalled(KEY))).doesNotContain("hint");
  }

  @Test
  void aSuggestionReplacesTheHint() {
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(timeout(new Condition.Signalled(new Key("/migratde"))))
        .contains("did_you_mean")
        .doesNotContain("hint");
  }

  private String body(Answer answer) {
    return new String(answer.prepare(request, response), StandardCharsets.UTF_8);
  }

  @Test
  void longReasonsAreShortenedWithoutRoom() {
    Value log = new Value("x".repeat(LONG).getBytes(StandardCharsets.US_ASCII), null);
    registry.signal(KEY, new Signal(true, false, null, log, null), new Caller("migrate"));
    Answer first = answer();
    assertThat(body(first)).hasSizeGreaterThan(LONG);
    assertThat(body(answer())).hasSizeGreaterThan(LONG);
    assertThat(body(answer())).hasSizeLessThan(1_000).contains("\"reason_bytes\":65536");
    first.end();
    first.end();
    assertThat(body(answer())).hasSizeGreaterThan(LONG);
    assertThat(body(answer())).hasSizeLessThan(1_000);
  }

  @Test
  void aValueIsRenderedOnceForAllWaits() {
    Value value = new Value("x".repeat(LONG).getBytes(StandardCharsets.US_ASCII), null);
    registry.signal(KEY, new Signal(false, false, null, value, null), new Caller("db"));
    byte[] first = answer().prepare(request, response);
    assertThat(answer().prepare(request, response)).isSameAs(first);
  }
}
