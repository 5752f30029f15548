package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Memory is limited, and waits are never dropped. */
class RegistryLimitsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int WAITS = 20;
  private static final int KEYS = 10;
  private static final int TARGETS = 2;
  private static final long VALUE_BYTES = 1_000;

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 1_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, new Limits(WAITS, KEYS, TARGETS, VALUE_BYTES));
  private final Map<Wait, Outcome> settled = new ConcurrentHashMap<>();

  private Wait await(String key) {
    return await(new Condition.Signalled(new Key(key)));
  }

  private Wait await(Condition condition) {
    clock.advance(Duration.ofNanos(1));
    return Waits.await(registry, condition, TIMEOUT, "web-1", settled::put);
  }

  private boolean signal(String key, int bytes) {
    clock.advance(Duration.ofNanos(1));
    Value value = bytes == 0 ? null : new Value(new byte[bytes], null);
    return registry.signal(
            new Key(key), new Signal(false, true, null, value, null), new Caller("db"))
        instanceof Recording.Recorded;
  }

  private List<String> known() {
    return registry.statuses().stream().map(KeyStatus::path).sorted().toList();
  }

  private static boolean refused(Wait wait) {
    return wait.outcome() instanceof Outcome.NoRoom;
  }

  @Test
  void onlySoManyTargetsAreProbedAtOnce() {
    ScriptedTarget one = new ScriptedTarget("/_port/one/1");
    ScriptedTarget two = new ScriptedTarget("/_port/two/2");
    ScriptedTarget three = new ScriptedTarget("/_port/three/3");
    await(new Condition.Succeeds(one));
    Wait second = await(new Condition.Succeeds(two));
    await(new Condition.Succeeds(two));
    Wait third = await(new Condition.Succeeds(three));
    assertThat(third.outcome())
        .isEqualTo(new Outcome.NoRoom(new Limit(Limit.Kind.TARGETS, TARGETS)));
    assertThat(three.watches).isEmpty();
    second.cancel(new Outcome.Gone());
    assertThat(refused(await(new Condition.Succeeds(three)))).as("two has a wait").isTrue();
    one.newest().succeeds();
    assertThat(refused(await(new Condition.Succeeds(three)))).isFalse();
    assertThat(three.watches).hasSize(1);
    assertThat(registry.waits()).isEqualTo(2);
  }

  @Test
  void theOldestSignalWithoutWaitsIsForgottenFirst() {
    for (int i = 0; i < KEYS; i++) {
      assertThat(signal("/key" + i, 0)).isTrue();
    }
    assertThat(await("/key0").outcome()).as("asked for, so young").isEqualTo(Outcome.RELEASED);
    assertThat(signal("/new", 0)).isTrue();
    assertThat(known()).hasSizeLessThanOrEqualTo(KEYS).contains("/new", "/key0", "/key9");
    assertThat(known()).doesNotContain("/key1");
    assertThat(journal.newest(100))
        .anyMatch(e -> e.what() == Event.What.FORGOTTEN && e.path().equals("/key1"));
  }

  @Test
  void timedOutNamesAreForgottenBeforeSignals() {
    for (int i = 1; i < KEYS; i++) {
      signal("/key" + i, 0);
    }
    await("/missed");
    clock.advance(TIMEOUT);
    assertThat(known()).contains("/missed").hasSize(KEYS);
    assertThat(signal("/new", 0)).isTrue();
    assertThat(known()).contains("/key1", "/new").doesNotContain("/missed");
  }

  @Test
  void waitsAreNeverDroppedAndNewOnesAreRejected() {
    List<Wait> waits = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      waits.add(await("/key" + i));
    }
    assertThat(refused(await("/new"))).isTrue();
    assertThat(signal("/new", 0)).isFalse();
    assertThat(known()).hasSize(KEYS).doesNotContain("/new");
    assertThat(settled).isEmpty();
    assertThat(signal("/key0", 0)).as("a known key needs no room").isTrue();
    assertThat(settled).containsOnlyKeys(waits.get(0));
    assertThat(await("/new").outcome()).as("/key0 is idle now and makes room").isNull();
    assertThat(known()).contains("/new").doesNotContain("/key0");
  }

  @Test
  void theNumberOfWaitsIsLimited() {
    List<Wait> waits = new ArrayList<>();
    for (int i = 0; i < WAITS; i++) {
      waits.add(await("/abc"));
    }
    assertThat(refused(await("/abc"))).isTrue();
    assertThat(refused(await("/other"))).isTrue();
    assertThat(known()).as("who is refused leaves nothing behind").containsExactly("/abc");
    signal("/there", 0);
    assertThat(await("/there").outcome()).as("needs no room").isEqualTo(Outcome.RELEASED);
    waits.get(0).cancel(new Outcome.Gone());
    assertThat(await("/abc").outcome()).isNull();
    assertThat(refused(await("/abc"))).isTrue();
    signal("/abc", 0);
    assertThat(settled.values()).filteredOn(Outcome.RELEASED::equals).hasSize(WAITS);
    clock.advance(TIMEOUT);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < WAITS; i++) {
        assertThat(await("/again").outcome()).isNull();
      }
      clock.advance(TIMEOUT);
    }
  }

  @Test
  void theOldestValuesMakeRoomForNewOnes() {
    for (int i = 0; i < 5; i++) {
      assertThat(signal("/key" + i, 200)).isTrue();
    }
    assertThat(signal("/key5", 200)).isTrue();
    assertThat(known()).contains("/key5").doesNotContain("/key0");
    assertThat(signal("/big", (int) VALUE_BYTES)).isTrue();
    assertThat(known()).containsExactly("/big");
    for (int i = 0; i < 100; i++) {
      assertThat(signal("/big", 1 + i)).as("what it had before is given back").isTrue();
    }
    registry.reset(new Key("/big"), new Caller("ci"));
    assertThat(signal("/big", (int) VALUE_BYTES)).isTrue();
  }

  @Test
  void aValueIsRejectedIfAllKeysHaveWaits() {
    signal("/abc", 900);
    Waits.await(
        registry, new Condition.Signalled(new Key("/abc"), 5), TIMEOUT, "web-1", settled::put);
    assertThat(signal("/def", 200)).isFalse();
    assertThat(known()).containsExactly("/abc");
    assertThat(signal("/abc", 1_000)).as("in place of what it has").isTrue();
    assertThat(signal("/abc", 1_001)).isFalse();
    assertThat(journal.newest(1).get(0).what()).isEqualTo(Event.What.SIGNAL_REFUSED);
  }

  @Test
  void noSignalIsForgottenForAValueThatIsRejectedAnyway() {
    signal("/abc", 900);
    Waits.await(
        registry, new Condition.Signalled(new Key("/abc"), 5), TIMEOUT, "web-1", settled::put);
    signal("/latched", 0);
    signal("/small", 50);
    assertThat(signal("/def", 200)).isFalse();
    assertThat(known()).containsExactly("/abc", "/latched", "/small");
  }

  @Test
  void aReplacedValueNeedsOnlyTheDifference() {
    signal("/abc", 500);
    Waits.await(
        registry, new Condition.Signalled(new Key("/abc"), 5), TIMEOUT, "web-1", settled::put);
    signal("/small", 500);
    assertThat(signal("/abc", 600)).isTrue();
    assertThat(known()).containsExactly("/abc");
  }

  @Test
  void signalsWithoutValuesAreNotForgottenForBytes() {
    signal("/latched", 0);
    signal("/big", (int) VALUE_BYTES);
    assertThat(signal("/new", 200)).isTrue();
    assertThat(known()).containsExactly("/latched", "/new");
  }

  @Test
  void idsTakeRoom() {
    Waits.await(
        registry, new Condition.Signalled(new Key("/abc"), 99), TIMEOUT, "web-1", settled::put);
    int recorded = 0;
    for (int i = 0; i < 50; i++) {
      Signal arrival = new Signal(false, true, "a worker with a long name " + i, null, null);
      recorded +=
          registry.signal(new Key("/abc"), arrival, new Caller("db")) instanceof Recording.Recorded
              ? 1
              : 0;
    }
    assertThat(recorded).isBetween(1, 10);
    Signal again = new Signal(false, true, "a worker with a long name 0", null, null);
    assertThat(registry.signal(new Key("/abc"), again, new Caller("db")))
        .as("known already")
        .isInstanceOf(Recording.Recorded.class);
  }

  /** A wait with many terms needs more memory than one waiter. */
  @Test
  void termsAreCounted() {
    List<Condition> terms = new ArrayList<>();
    for (int i = 0; i < Limits.TERMS_PER_WAIT * WAITS - 1; i++) {
      terms.add(new Condition.Signalled(new Key("/term" + i % 5)));
    }
    Wait many = await(new Condition.AllOf("/_all?of=…", terms));
    assertThat(many.outcome()).isNull();
    Condition two =
        new Condition.AnyOf(
            "/_any?of=…",
            List.of(
                new Condition.Signalled(new Key("/term0")),
                new Condition.Signalled(new Key("/term1"))));
    Wait refused = await(two);
    assertThat(refused.outcome()).isEqualTo(new Outcome.NoRoom(new Limit(Limit.Kind.TERMS, WAITS)));
    assertThat(await("/term0").outcome()).isNull();
    many.cancel(new Outcome.Gone());
    assertThat(await(two).outcome()).isNull();
  }
}
