package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final Key KEY = new Key("/abc");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Journal.Reader NOTHING_READ =
      new Journal.Reader() {
        @Override
        public void read(Event event) {}

        @Override
        public void missed(long events) {}

        @Override
        public void batchRead() {}
      };

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 1_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);
  private final Map<Wait, Outcome> settled = new ConcurrentHashMap<>();

  private Wait await(String key) {
    return Waits.await(
        registry,
        new Condition.Signalled(new Key(key)),
        TIMEOUT,
        "web-1",
        (wait, outcome) -> settled.put(wait, outcome));
  }

  private KeyStatus status(String path) {
    return registry.statuses().stream()
        .filter(s -> s.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private List<String> events() {
    return journal.newest(100).stream()
        .map(event -> event.what().words() + " " + event.path())
        .toList();
  }

  @Test
  void aSignalReleasesTheWaits() {
    Wait wait = await("/abc");
    clock.advance(Duration.ofSeconds(3));
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(settled).containsOnly(Map.entry(wait, Outcome.RELEASED));
    assertThat(wait.lasted()).isEqualTo(Duration.ofSeconds(3));
    assertThat(events()).containsExactly("wait began /abc", "signalled /abc", "released /abc");
  }

  @Test
  void aSignalWakesTheLogAfterItsWait() {
    Registry releasing = new Registry(clock, journal, Runnable::run, 1, UnlimitedRoom.LIMITS);
    List<Integer> timers = new ArrayList<>();
    Waits.await(
        releasing,
        new Condition.Signalled(KEY),
        TIMEOUT,
        "web-1",
        (wait, outcome) -> timers.add(clock.timers()));
    journal.follow(Runnable::run, Duration.ofMillis(10), NOTHING_READ);
    releasing.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(timers).as("the deadline is cancelled, and nothing else set").containsExactly(0);
    assertThat(clock.timers()).as("the log is due").isEqualTo(1);
  }

  @Test
  void aSignalLatches() {
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    Wait wait = await("/abc");
    assertThat(wait.outcome()).isNotNull();
    assertThat(wait.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(settled).isEmpty();
  }

  @Test
  void aSignalReleasesNoOtherWaits() {
    Wait other = await("/ABC");
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(settled).isEmpty();
    assertThat(other.outcome()).isNull();
  }

  @Test
  void aWaitTimesOutAtItsDeadlineAndNotBefore() {
    Wait wait = await("/abc");
    clock.advance(TIMEOUT.minusNanos(1));
    assertThat(wait.outcome()).isNull();
    clock.advance(Duration.ofNanos(1));
    assertThat(settled)
        .containsOnly(
            Map.entry(wait, new Outcome.TimedOut(new Missing.NotSignalled("/abc", List.of()))));
    assertThat(wait.lasted()).isEqualTo(TIMEOUT);
  }

  @Test
  void aReleasedWaitLeavesNoTimer() {
    await("/abc");
    assertThat(clock.timers()).isEqualTo(1);
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(clock.timers()).isZero();
  }

  @Test
  void aKeyThatTimedOutStaysListedUntilItIsSignalled() {
    await("/abc");
    clock.advance(TIMEOUT);
    assertThat(status("/abc").isWaitingOrFailed()).isTrue();
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(status("/abc").isWaitingOrFailed()).isFalse();
    assertThat(status("/abc").readySince()).isEqualTo(clock.now());
  }

  @Test
  void aKeyWithoutWaitsIsForgotten() {
    Wait wait = await("/abc");
    wait.cancel(new Outcome.Gone());
    assertThat(registry.statuses()).isEmpty();
  }

  @Test
  void closingEndsEveryWaitAndRejectsNewOnes() {
    List<Wait> waits = new ArrayList<>(List.of(await("/abc"), await("/abc"), await("/other")));
    registry.close();
    assertThat(settled.keySet()).containsExactlyInAnyOrderElementsOf(waits);
    assertThat(settled.values()).containsOnly(new Outcome.ShutDown());
    Wait late = await("/abc");
    assertThat(late.outcome()).isNotNull();
    assertThat(late.outcome()).isEqualTo(new Outcome.ShutDown());
    assertThat(clock.timers()).isZero();
  }

  @Test
  void aFailingContinuationDoesNotAffectOthers() {
    Waits.await(
        registry,
        new Condition.Signalled(KEY),
        TIMEOUT,
        "web-1",
        (wait, outcome) -> {
          throw new IllegalStateException(
              "broken on purpose, to see that the next one is released");
        });
    Wait next = await("/abc");
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(settled).containsKey(next);
  }

  @Test
  void releasesAreHandedOverInSlices() {
    List<Runnable> handedOver = new ArrayList<>();
    Registry counting = new Registry(clock, journal, handedOver::add, 0, UnlimitedRoom.LIMITS);
    for (int i = 0; i < 200; i++) {
      Waits.await(counting, new Condition.Signalled(KEY), TIMEOUT, "web-1", settled::put);
    }
    counting.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(handedOver).as("the signaller hands over one task, however many wait").hasSize(1);
    for (int i = 0; i < handedOver.size(); i++) {
      handedOver.get(i).run();
    }
    assertThat(handedOver).as("64 waits per task, side by side").hasSize(4);
    assertThat(settled).hasSize(200);
  }

  @Test
  void aWaitThatIsSettledAtOnceIsNotifiedAtOnce() {
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    Wait early = registry.await(new Condition.Signalled(KEY), TIMEOUT, new Caller("web-1"));
    assertThat(early.outcome()).isEqualTo(Outcome.RELEASED);
    early.whenSettled(settled::put);
    assertThat(settled).containsEntry(early, Outcome.RELEASED);
    assertThat(clock.timers()).isZero();
  }

  @Test
  void aWaitThatIsSettledBeforeItsContinuationIsSetIsNotifiedThen() {
    Wait wait = registry.await(new Condition.Signalled(KEY), TIMEOUT, new Caller("web-1"));
    registry.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(settled).isEmpty();
    wait.whenSettled(settled::put);
    assertThat(settled).containsEntry(wait, Outcome.RELEASED);
    assertThatThrownBy(() -> wait.whenSettled(settled::put))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theSignallerReleasesAFewWaitsItself() {
    List<Runnable> handedOver = new ArrayList<>();
    Registry counting = new Registry(clock, journal, handedOver::add, 2, UnlimitedRoom.LIMITS);
    Waits.await(counting, new Condition.Signalled(KEY), TIMEOUT, "web-1", settled::put);
    Waits.await(counting, new Condition.Signalled(KEY), TIMEOUT, "web-2", settled::put);
    counting.signal(KEY, Signal.ok(), new Caller("db"));
    assertThat(settled).as("no thread had to be woken for them").hasSize(2);
    assertThat(handedOver).isEmpty();
  }

  @Test
  void aWaitSignalledInTimeIsReleasedEvenIfTheReleaseIsLate() {
    List<Runnable> handedOver = new ArrayList<>();
    Registry slow = new Registry(clock, journal, handedOver::add, 0, UnlimitedRoom.LIMITS);
    List<Outcome> outcomes = new ArrayList<>();
    Wait wait =
        Waits.await(
            slow,
            new Condition.Signalled(KEY),
            TIMEOUT,
            "web-1",
            (w, outcome) -> outcomes.add(outcome));
    clock.advance(TIMEOUT.minusSeconds(1));
    slow.signal(KEY, Signal.ok(), new Caller("db"));
    clock.advance(Duration.ofSeconds(5));
    for (int i = 0; i < handedOver.size(); i++) {
      handedOver.get(i).run();
    }
    assertThat(outcomes).containsExactly(Outcome.RELEASED);
    assertThat(wait.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(events()).containsExactly("wait began /abc", "signalled /abc", "released /abc");
  }

  @Test
  void aWaitSignalledBeforeTheShutdownIsReleased() {
    List<Runnable> handedOver = new ArrayList<>();
    Registry slow = new Registry(clock, journal, handedOver::add, 0, UnlimitedRoom.LIMITS);
    Wait wait = Waits.await(slow, new Condition.Signalled(KEY), TIMEOUT, "web-1", settled::put);
    slow.signal(KEY, Signal.ok(), new Caller("db"));
    slow.close();
    handedOver.forEach(Runnable::run);
    assertThat(settled).containsOnly(Map.entry(wait, Outcome.RELEASED));
  }
}
