package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Waits on targets, with scripted targets. */
class RegistryTargetTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 1_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);
  private final Map<Wait, Outcome> settled = new ConcurrentHashMap<>();
  private final ScriptedTarget target = new ScriptedTarget("/_port/db/5432");
  private final List<ScriptedTarget.ScriptedWatch> watches = target.watches;

  private Wait await() {
    return await(registry);
  }

  private Wait await(Registry at) {
    return await(at, TIMEOUT);
  }

  private Wait await(Registry at, Duration timeout) {
    return Waits.await(at, new Condition.Succeeds(target), timeout, "web-1", settled::put);
  }

  private KeyStatus status() {
    return registry.statuses().get(0);
  }

  private List<String> journalled() {
    return journal.newest(100).stream()
        .map(e -> e.what().words() + (e.detail() == null ? "" : ": " + e.detail().inWords()))
        .toList();
  }

  @Test
  void allWaitsShareOneSeries() {
    await();
    await();
    await();
    assertThat(watches).hasSize(1);
    assertThat(watches.get(0).joined).isEqualTo(2);
    watches.get(0).succeeds();
    assertThat(settled).hasSize(3);
    assertThat(settled.values()).containsOnly(Outcome.RELEASED);
    assertThat(watches.get(0).stopped).isTrue();
  }

  @Test
  void aDeniedTargetEndsAllWaitsAndItsSeries() {
    await();
    await(registry, Duration.ZERO);
    watches.get(0).ends(Attempt.denied("denied by a rule"));
    assertThat(settled).hasSize(2);
    assertThat(settled.values())
        .containsOnly(new Outcome.Denied(target.path(), "denied by a rule"));
    assertThat(watches.get(0).stopped).isTrue();
    assertThat(journalled()).contains("denied: denied by a rule");
  }

  @Test
  void theNextWaitIsProbedAgain() {
    await();
    watches.get(0).succeeds();
    assertThat(status().readySince()).isNotNull();
    Wait next = await();
    assertThat(next.outcome()).isNull();
    assertThat(watches).hasSize(2);
  }

  @Test
  void theSeriesEndsWithTheLastWait() {
    await();
    clock.advance(Duration.ofSeconds(10));
    await();
    clock.advance(Duration.ofSeconds(20));
    assertThat(watches.get(0).stopped).isFalse();
    clock.advance(Duration.ofSeconds(10));
    assertThat(watches.get(0).stopped).isTrue();
  }

  @Test
  void aTimeoutHasTheAttemptsAndTheLastError() {
    Wait wait = await();
    watches.get(0).fails("connection refused");
    watches.get(0).fails("database \"my_db\" does not exist");
    watches.get(0).observer.attemptBegan();
    clock.advance(TIMEOUT);
    Missing.Look look = new Missing.Look(3, "database \"my_db\" does not exist");
    assertThat(settled)
        .containsEntry(wait, new Outcome.TimedOut(new Missing.NoSuccess("/_port/db/5432", look)));
  }

  @Test
  void aTimeoutDoesNotCountTheAttemptsBeforeTheWait() {
    await();
    watches.get(0).fails("connection refused");
    watches.get(0).fails("connection refused");
    clock.advance(Duration.ofSeconds(1));
    Wait late = await();
    watches.get(0).fails("connection refused");
    clock.advance(TIMEOUT);
    Missing.Look look = new Missing.Look(1, "connection refused");
    assertThat(settled)
        .containsEntry(late, new Outcome.TimedOut(new Missing.NoSuccess("/_port/db/5432", look)));
  }

  @Test
  void aTimeoutEndsReady() {
    await();
    watches.get(0).succeeds();
    await();
    clock.advance(TIMEOUT);
    assertThat(status().readySince()).isNull();
    assertThat(status().isWaitingOrFailed()).isTrue();
  }

  @Test
  void aSuccessEndsTimedOut() {
    await();
    clock.advance(TIMEOUT);
    assertThat(status().isWaitingOrFailed()).isTrue();
    await();
    watches.get(1).succeeds();
    assertThat(status().isWaitingOrFailed()).isFalse();
  }

  @Test
  void aLateAttemptOfAnEndedSeriesChangesNothing() {
    await();
    clock.advance(TIMEOUT);
    Wait next = await();
    watches.get(0).succeeds();
    assertThat(next.outcome()).isNull();
    assertThat(status().readySince()).isNull();
  }

  @Test
  void theJournalHasTheFirstAttemptEveryNewErrorAndTheLast() {
    await();
    watches.get(0).fails("connection refused");
    watches.get(0).fails("connection refused");
    watches.get(0).fails("starting up");
    watches.get(0).succeeds();
    assertThat(journalled())
        .containsExactly(
            "wait began",
            "attempt failed: attempt 1: connection refused",
            "attempt failed: attempt 3: starting up",
            "attempt succeeded: attempt 4",
            "released");
  }

  @Test
  void theJournalHasTheNumberOfFailedAttempts() {
    await();
    watches.get(0).fails("connection refused");
    watches.get(0).fails("connection refused");
    clock.advance(TIMEOUT);
    assertThat(journalled())
        .containsExactly(
            "wait began",
            "attempt failed: attempt 1: connection refused",
            "attempts ended: 2 attempts, the last: connection refused",
            "timed out: 2 attempts, the last: connection refused");
  }

  @Test
  void aSuccessInTimeReleasesWaitsDespiteNewOnes() {
    List<Runnable> handedOver = new ArrayList<>();
    Registry slow = new Registry(clock, journal, handedOver::add, 0, UnlimitedRoom.LIMITS);
    await(slow);
    watches.get(0).fails("connection refused");
    clock.advance(Duration.ofSeconds(1));
    Wait second = await(slow);
    watches.get(0).succeeds();
    Wait third = await(slow);
    watches.get(1).fails("connection refused");
    clock.advance(TIMEOUT);
    handedOver.forEach(Runnable::run);
    assertThat(second.outcome()).isEqualTo(Outcome.RELEASED);
    Missing.Look look = new Missing.Look(1, "connection refused");
    assertThat(third.outcome())
        .isEqualTo(new Outcome.TimedOut(new Missing.NoSuccess("/_port/db/5432", look)));
  }

  /** A thread that probes many targets, or fires all timers, must not wait for a client. */
  @Test
  void probeAndTimerThreadsNeverAnswer() {
    List<Runnable> handedOver = new ArrayList<>();
    Registry registry = new Registry(clock, journal, handedOver::add, 4, UnlimitedRoom.LIMITS);
    await(registry);
    watches.get(0).succeeds();
    await(registry, Duration.ZERO);
    watches.get(1).fails("connection refused");
    await(registry);
    clock.advance(TIMEOUT);
    Key key = new Key("/abc");
    Waits.await(registry, new Condition.Signalled(key), TIMEOUT, "web-1", settled::put);
    registry.reset(key, new Caller("web-2"));
    assertThat(settled).isEmpty();
    handedOver.forEach(Runnable::run);
    assertThat(settled).hasSize(4);
  }

  private Wait lookOnce() {
    return await(registry, Duration.ZERO);
  }

  @Test
  void aSingleCheckEndsWithTheFirstAttempt() {
    Wait wait = lookOnce();
    assertThat(wait.outcome()).isNull();
    watches.get(0).fails("connection refused");
    Missing missing =
        new Missing.NoSuccess("/_port/db/5432", new Missing.Look(1, "connection refused"));
    assertThat(settled).containsOnly(Map.entry(wait, new Outcome.TimedOut(missing)));
    assertThat(watches.get(0).stopped).isTrue();
    assertThat(status().timeout()).isNotNull();
    assertThat(status().waits()).isEmpty();
    assertThat(clock.timers()).isZero();
  }

  @Test
  void aSingleCheckCanSucceed() {
    Wait wait = lookOnce();
    watches.get(0).succeeds();
    assertThat(settled).containsOnly(Map.entry(wait, Outcome.RELEASED));
  }

  @Test
  void aSingleCheckNeedsANewAttempt() {
    Wait patient = await();
    watches.get(0).observer.attemptBegan();
    Wait once = lookOnce();
    watches.get(0).observer.attemptEnded(Attempt.closed("connection refused"));
    assertThat(settled).isEmpty();
    watches.get(0).fails("connection refused");
    assertThat(settled).containsOnlyKeys(once);
    assertThat(status().waits()).containsExactly(patient);
    watches.get(0).succeeds();
    assertThat(settled.get(patient)).isEqualTo(Outcome.RELEASED);
  }

  @Test
  void aSingleCheckHasADeadline() {
    Wait wait = lookOnce();
    watches.get(0).observer.attemptBegan();
    clock.advance(wait.longest());
    assertThat(wait.outcome()).isInstanceOf(Outcome.TimedOut.class);
  }
}
