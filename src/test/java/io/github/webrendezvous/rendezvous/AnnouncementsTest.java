package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What callers announce explains waits, and ends those that wait for themselves. */
class AnnouncementsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 1_000);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);

  private static Key key(String name) {
    return new Key("/" + name);
  }

  private static Condition keys(String... names) {
    List<Condition> terms =
        Stream.of(names).<Condition>map(name -> new Condition.Signalled(key(name))).toList();
    return terms.size() == 1 ? terms.get(0) : new Condition.AllOf("/_all", terms);
  }

  private Wait await(String caller, Condition condition, String... willSignal) {
    List<Key> announced = Stream.of(willSignal).map(AnnouncementsTest::key).toList();
    return registry.await(condition, TIMEOUT, new Caller(caller, null, announced));
  }

  private void signal(String name) {
    registry.signal(key(name), Signal.ok(), new Caller("test"));
  }

  private List<String> announced(String name) {
    return registry.announced("/" + name).stream()
        .map(each -> each.caller().name() + " " + (each.ended() == null ? "waits" : each.ended()))
        .toList();
  }

  private static String words(Wait wait) {
    return wait.outcome() instanceof Outcome.InCycle inCycle ? inCycle.cycle().inWords() : "none";
  }

  @Test
  void theWaitsOfACycleEndAtOnceAndEachNamesItFromItsOwnPosition() {
    Wait app = await("app", keys("migrated"), "app-up");
    Wait other = await("other", keys("migrated"));
    assertThat(app.outcome()).isNull();
    Wait migration = await("migration", keys("app-up"), "migrated");
    assertThat(words(migration))
        .isEqualTo(
            "migration → app → migration: migration waits for /app-up, which app will signal;"
                + " app waits for /migrated, which migration will signal");
    assertThat(words(app)).startsWith("app → migration → app: app waits for /migrated");
    // It waits for the cycle, but is not a part of it: a retry may still release it.
    assertThat(other.outcome()).isNull();
    assertThat(registry.waits()).isEqualTo(1);
    assertThat(journal.tally().of(Event.What.IN_CYCLE)).isEqualTo(2);
  }

  @Test
  void aWaitForItsOwnSignalIsACycle() {
    assertThat(words(await("app", keys("abc"), "abc")))
        .isEqualTo("app → app: app waits for /abc, which app will signal");
  }

  @Test
  void aChainWithoutCycleWaits() {
    Wait last = await("c", keys("b"), "c");
    Wait middle = await("b", keys("a"), "b");
    assertThat(announced("b")).containsExactly("b waits");
    signal("a");
    assertThat(middle.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(announced("b")).containsExactly("b RELEASED");
    signal("b");
    assertThat(last.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(announced("b")).isEmpty();
  }

  @Test
  void aKeyThatAnotherCallerCanSignalIsNotHopeless() {
    await("free", keys("elsewhere"), "b");
    Wait first = await("first", keys("b"), "a");
    Wait second = await("second", keys("a"), "b");
    assertThat(List.of(words(first), words(second))).containsOnly("none");
    signal("elsewhere");
    // Now its caller is running, and is going to signal b.
    Wait third = await("third", keys("a"), "b");
    assertThat(words(third)).isEqualTo("none");
  }

  @Test
  void anyOfIsHopelessOnlyIfEachOfItsTermsIs() {
    Condition any =
        new Condition.AnyOf(
            "/_any", List.of(new Condition.Signalled(key("b")), new Condition.Signalled(key("x"))));
    Wait first = await("first", any, "a");
    Wait second = await("second", keys("a"), "b");
    assertThat(List.of(words(first), words(second))).containsOnly("none");
    Wait third = await("third", keys("a"), "x");
    assertThat(words(third)).startsWith("third → first → third: ");
    assertThat(words(first)).startsWith("first → third → first: ");
    assertThat(second.outcome()).isNull();
  }

  @Test
  void aSignalledTermIsNotWaitedForAnyMore() {
    Wait first = await("first", keys("b", "c"), "a");
    signal("b");
    Wait second = await("second", keys("a"), "b");
    assertThat(List.of(words(first), words(second))).containsOnly("none");
  }

  @Test
  void aRetryReplacesWhatItsCallerHasAnnouncedBefore() {
    await("migration", keys("db"), "migrated");
    clock.advance(TIMEOUT);
    assertThat(announced("migrated")).containsExactly("migration TIMED_OUT");
    await("migration", keys("db"), "migrated");
    assertThat(announced("migrated")).containsExactly("migration waits");
  }

  @Test
  void announcementsOfEndedWaitsAreLimited() {
    for (int i = 0; i < 12_000; i++) {
      signal("done");
      await("c" + i, keys("done"), "k" + i);
    }
    assertThat(announced("k0")).isEmpty();
    assertThat(announced("k11999")).containsExactly("c11999 RELEASED");
  }

  /** Of two waits that complete a cycle at the same time, one finds it, and both end. */
  @Test
  void aCycleThatIsCompletedByTwoThreadsAtOnceIsFound() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SystemClock real = new SystemClock()) {
      Registry racing =
          new Registry(real, new Journal(real, 1_000), threads, 4, UnlimitedRoom.LIMITS);
      Random random = new Random(1);
      for (int round = 0; round < 500; round++) {
        String run = "run" + round + "-";
        int size = 2 + random.nextInt(2);
        CyclicBarrier together = new CyclicBarrier(size);
        ExecutorService arriving = Executors.newFixedThreadPool(size);
        List<Future<Wait>> waits = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          Key waitedFor = key(run + (i + 1) % size);
          Caller caller = new Caller("c" + i, null, List.of(key(run + i)));
          waits.add(
              arriving.submit(
                  () -> {
                    together.await();
                    return racing.await(new Condition.Signalled(waitedFor), TIMEOUT, caller);
                  }));
        }
        for (Future<Wait> each : waits) {
          Wait wait = each.get();
          Future<Outcome> outcome = Settled.of(wait);
          assertThat(outcome.get()).isInstanceOf(Outcome.InCycle.class);
        }
        arriving.shutdown();
      }
      assertThat(racing.waits()).isZero();
    } finally {
      threads.shutdown();
    }
  }

  /** The outcome of a wait, as a future. */
  private static final class Settled {
    static Future<Outcome> of(Wait wait) {
      CompletableFuture<Outcome> future = new CompletableFuture<>();
      wait.whenSettled((settled, outcome) -> future.complete(outcome));
      return future;
    }
  }
}
