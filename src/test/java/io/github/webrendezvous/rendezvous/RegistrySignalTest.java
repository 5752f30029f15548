package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals and their effect on waits. */
class RegistrySignalTest {
  private static final Key KEY = new Key("/abc");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 1_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);
  private final Map<Wait, Outcome> settled = new ConcurrentHashMap<>();

  private static Value value(String text) {
    return new Value(text.getBytes(StandardCharsets.UTF_8), null);
  }

  private Wait await(long count) {
    return Waits.await(
        registry, new Condition.Signalled(KEY, count), TIMEOUT, "web-1", settled::put);
  }

  private void put(@Nullable Value value) {
    registry.signal(KEY, new Signal(false, false, null, value, null), new Caller("db"));
  }

  private void post(@Nullable String id, @Nullable Value value) {
    registry.signal(KEY, new Signal(false, true, id, value, null), new Caller("db"));
  }

  private void fail(@Nullable Value reason) {
    registry.signal(KEY, new Signal(true, false, null, reason, null), new Caller("db"));
  }

  private void putFor(Duration ttl) {
    registry.signal(KEY, new Signal(false, false, null, null, ttl), new Caller("db"));
  }

  private Outcome now(long count) {
    Outcome outcome =
        Waits.await(
                registry, new Condition.Signalled(KEY, count), Duration.ZERO, "web-2", (w, o) -> {})
            .outcome();
    return Objects.requireNonNull(outcome);
  }

  private List<String> journalled() {
    return journal.newest(100).stream()
        .map(e -> e.what().words() + (e.detail() == null ? "" : ": " + e.detail().inWords()))
        .toList();
  }

  @Test
  void everyWaitGetsTheValue() {
    Wait early = await(1);
    put(value("5432"));
    Outcome released = new Outcome.Released(value("5432"));
    assertThat(settled).containsOnly(Map.entry(early, released));
    assertThat(now(1)).isEqualTo(released);
    assertThat(journalled()).as("a value may be a secret").contains("signalled: value of 4 bytes");
    put(null);
    assertThat(now(1)).as("a PUT replaces the value, by none as well").isEqualTo(Outcome.RELEASED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1H", "-P365D", "PT1H", "P365D"})
  void settingTheWallClockChangesNoDeadline(Duration forward) {
    putFor(Duration.ofSeconds(20));
    clock.setWallClock(forward);
    assertThat(now(1)).isEqualTo(Outcome.RELEASED);
    Wait two = await(2);
    clock.setWallClock(forward);
    clock.advance(Duration.ofSeconds(20).minusNanos(1));
    assertThat(now(1)).isEqualTo(Outcome.RELEASED);
    assertThat(two.left()).isEqualTo(Duration.ofSeconds(10).plusNanos(1));
    clock.advance(Duration.ofNanos(1));
    assertThat(now(1)).isInstanceOf(Outcome.TimedOut.class);
    clock.advance(Duration.ofSeconds(10).minusNanos(1));
    assertThat(settled).isEmpty();
    clock.advance(Duration.ofNanos(1));
    assertThat(settled).containsOnlyKeys(two);
    assertThat(two.lasted()).isEqualTo(TIMEOUT);
  }

  @Test
  void aPostReplacesTheValueOnlyIfItHasOne() {
    put(value("a"));
    post(null, null);
    assertThat(now(1)).isEqualTo(new Outcome.Released(value("a")));
    post(null, value("b"));
    assertThat(now(1)).isEqualTo(new Outcome.Released(value("b")));
  }

  @Test
  void aCountIsReachedByArrivals() {
    Wait three = await(3);
    Wait two = await(2);
    Wait one = await(1);
    post(null, null);
    assertThat(settled).containsOnlyKeys(one);
    post(null, null);
    assertThat(settled).containsOnlyKeys(one, two);
    put(null);
    assertThat(settled).as("a PUT is no further arrival").containsOnlyKeys(one, two);
    post(null, null);
    assertThat(settled).containsOnlyKeys(one, two, three);
    assertThat(now(3)).isEqualTo(Outcome.RELEASED);
    assertThat(now(4)).isInstanceOf(Outcome.TimedOut.class);
    assertThat(clock.timers()).isZero();
  }

  @Test
  void aRepeatedArrivalCountsOnce() {
    Wait two = await(2);
    post("web-1", null);
    post("web-1", null);
    assertThat(settled).isEmpty();
    post("web-2", null);
    assertThat(settled).containsOnlyKeys(two);
  }

  @Test
  void aTimeoutListsTheArrivals() {
    Wait three = await(3);
    post("web-1", null);
    post(null, null);
    clock.advance(TIMEOUT);
    Missing missing = new Missing.TooFew("/abc", 2, 3, List.of("web-1"), List.of());
    assertThat(settled).containsOnly(Map.entry(three, new Outcome.TimedOut(missing)));
    assertThat(missing.inWords()).isEqualTo("2 of 3 arrivals, among them web-1");
    assertThat(journalled())
        .contains("wait began: for 3 arrivals", "timed out: 2 of 3 arrivals, among them web-1");
  }

  @Test
  void aFailureEndsEveryWait() {
    Wait three = await(3);
    Wait one = await(1);
    fail(value("exit code 3"));
    Outcome failed = new Outcome.Failed("/abc", value("exit code 3"));
    assertThat(settled).containsOnly(Map.entry(three, failed), Map.entry(one, failed));
    assertThat(now(5)).isEqualTo(failed);
    assertThat(registry.statuses().get(0).isWaitingOrFailed()).isTrue();
    assertThat(registry.statuses().get(0).readySince()).isNull();
    assertThat(journalled())
        .contains("signalled failed: reason: exit code 3", "failed: exit code 3");
  }

  @Test
  void theLastSignalCounts() {
    put(value("a"));
    fail(value("broken"));
    post("web-1", null);
    assertThat(now(1))
        .as("an arrival ends no failure of somebody else")
        .isEqualTo(new Outcome.Failed("/abc", value("broken")));
    registry.signal(KEY, new Signal(true, true, "web-1", null, null), new Caller("db"));
    assertThat(now(1)).isEqualTo(new Outcome.Failed("/abc", null));
    post("web-1", null);
    assertThat(now(1)).isEqualTo(new Outcome.Failed("/abc", value("broken")));
    put(null);
    assertThat(now(2)).as("arrivals outlive a failure").isEqualTo(Outcome.RELEASED);
  }

  @Test
  void aResetForgetsEverythingAndEndsTheWaits() {
    post("web-1", value("a"));
    Wait three = await(3);
    registry.reset(KEY, new Caller("ci"));
    assertThat(settled).containsOnly(Map.entry(three, new Outcome.Reset("/abc")));
    assertThat(registry.statuses()).isEmpty();
    assertThat(clock.timers()).isZero();
    Wait again = await(1);
    post("web-1", null);
    assertThat(settled.get(again)).isEqualTo(Outcome.RELEASED);
    assertThat(((KeyStatus.OfKey) registry.statuses().get(0)).arrivals()).isEqualTo(1);
  }

  @Test
  void aResetForgetsATimeout() {
    await(1);
    clock.advance(TIMEOUT);
    registry.reset(KEY, new Caller("ci"));
    assertThat(registry.statuses()).isEmpty();
    registry.reset(new Key("/never-heard-of"), new Caller("ci"));
    assertThat(registry.statuses()).isEmpty();
  }

  @Test
  void allKeysBelowAPrefixAreReset() {
    for (String name : List.of("/run-1/a", "/run-1/b/c", "/run-10/a", "/run-1")) {
      registry.signal(new Key(name), Signal.ok(), new Caller("db"));
    }
    assertThat(registry.resetAll("/run-1/", new Caller("ci"))).isEqualTo(2);
    assertThat(registry.statuses())
        .extracting(KeyStatus::path)
        .containsExactlyInAnyOrder("/run-10/a", "/run-1");
  }

  @Test
  void aSignalExpiresToTheNanosecondAsSeenByAWait() {
    putFor(Duration.ofMinutes(10));
    clock.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(now(1)).isEqualTo(Outcome.RELEASED);
    clock.advance(Duration.ofNanos(1));
    assertThat(registry.statuses()).isEmpty();
    assertThat(journalled()).endsWith("expired");
    assertThat(now(1)).isInstanceOf(Outcome.TimedOut.class);
  }

  /** The timer of an expiry fires from one thread and may be late. */
  @Test
  void aSignalExpiresEvenWhenItsTimerIsLate() {
    ManualClock deaf =
        new ManualClock() {
          @Override
          public synchronized void set(Timer timer, Duration delay) {}
        };
    Registry late = new Registry(deaf, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);
    late.signal(KEY, new Signal(false, false, null, null, Duration.ofSeconds(1)), new Caller("db"));
    deaf.advance(Duration.ofSeconds(1));
    assertThat(late.statuses())
        .allMatch(s -> s.readySince() == null && ((KeyStatus.OfKey) s).arrivals() == 0);
    Wait wait = Waits.await(late, new Condition.Signalled(KEY), TIMEOUT, "web-1", settled::put);
    assertThat(wait.outcome()).isNull();
  }

  @Test
  void theNextSignalReplacesTheTimeToLive() {
    putFor(Duration.ofSeconds(1));
    putFor(Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(4));
    assertThat(now(1)).isEqualTo(Outcome.RELEASED);
    put(null);
    assertThat(clock.timers()).isZero();
    clock.advance(Duration.ofSeconds(4));
    assertThat(now(1)).isEqualTo(Outcome.RELEASED);
  }

  @Test
  void arrivalsExpireWithTheirSignal() {
    post("web-1", null);
    registry.signal(
        KEY, new Signal(false, true, "web-2", null, Duration.ofSeconds(1)), new Caller("db"));
    Wait three = await(3);
    clock.advance(Duration.ofSeconds(1));
    post("web-1", null);
    post("web-2", null);
    assertThat(settled).isEmpty();
    post("web-3", null);
    assertThat(settled).containsOnlyKeys(three);
  }

  /** An outcome that was resolved in time counts, even if the wait is notified late. */
  @Test
  void aFailureBeforeTheDeadlineCountsAfterIt() {
    List<Runnable> handedOver = new ArrayList<>();
    Registry slow = new Registry(clock, journal, handedOver::add, 0, UnlimitedRoom.LIMITS);
    Wait wait = Waits.await(slow, new Condition.Signalled(KEY, 2), TIMEOUT, "web-1", settled::put);
    slow.signal(KEY, new Signal(true, false, null, value("broken"), null), new Caller("db"));
    clock.advance(TIMEOUT);
    slow.reset(KEY, new Caller("ci"));
    handedOver.forEach(Runnable::run);
    Outcome failed = new Outcome.Failed("/abc", value("broken"));
    assertThat(settled).containsOnly(Map.entry(wait, failed));
  }

  /** Only keys that would have released the wait: none that failed, none with too few arrivals. */
  @Test
  void aTimeoutSuggestsASimilarKey() {
    for (String name : List.of("/abd", "/stack1/abc", "/ABC", "/xyz", "/a_b_c", "/abx")) {
      registry.signal(new Key(name), Signal.ok(), new Caller("db"));
    }
    registry.signal(new Key("/Abc"), new Signal(true, false, null, null, null), new Caller("db"));
    registry.signal(
        new Key("/a_b_c"), new Signal(false, true, "db-2", null, null), new Caller("db"));
    Wait one = await(1);
    Wait two = await(2);
    clock.advance(TIMEOUT);
    List<String> similar = List.of("/ABC", "/a_b_c", "/stack1/abc");
    Missing missing = new Missing.NotSignalled("/abc", similar);
    assertThat(settled)
        .containsEntry(one, new Outcome.TimedOut(missing))
        .containsEntry(
            two,
            new Outcome.TimedOut(new Missing.TooFew("/abc", 0, 2, List.of(), List.of("/a_b_c"))));
    assertThat(missing.inWords())
        .isEqualTo("not signalled; did you mean /ABC or /a_b_c or /stack1/abc?");
  }
}
