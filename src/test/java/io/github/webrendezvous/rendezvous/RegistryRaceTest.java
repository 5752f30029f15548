package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Real threads that wait, signal, arrive, fail, reset, time out and leave on the same keys, with
 * low limits: no wait is lost, none is settled twice, and all room is given back.
 */
class RegistryRaceTest {
  private static final int THREADS = 8;
  private static final int ROUNDS_PER_THREAD = 4_000;
  private static final int KEYS = 5;
  private static final Limits LITTLE = new Limits(3_000, 1_500, 1_500, 20_000);

  private static final Signal FAILED = new Signal(true, false, null, null, null);

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService releases = Executors.newFixedThreadPool(4);
  private final SystemClock clock = new SystemClock();
  private final Journal journal = new Journal(clock, 1_000_000);
  private final Registry registry = new Registry(clock, journal, releases, 0, LITTLE);
  private final Map<Wait, AtomicInteger> settledTimes = new ConcurrentHashMap<>();

  @AfterEach
  void end() {
    threads.shutdownNow();
    releases.shutdownNow();
    clock.close();
  }

  private Wait await(int key, Duration timeout, CountDownLatch settled) {
    return await(signalled(key), timeout, settled);
  }

  private static Condition signalled(int key) {
    return new Condition.Signalled(new Key("/key" + key), 1 + key % 3);
  }

  /** A condition that signals of other threads in the same round also concern. */
  private static Condition random(int key, RandomGenerator random) {
    List<Condition> terms = List.of(signalled(key), signalled(key / KEYS * KEYS));
    return switch (random.nextInt(3)) {
      case 0 -> new Condition.AllOf("/_all", terms);
      case 1 -> new Condition.AnyOf("/_any", terms);
      default -> signalled(key);
    };
  }

  private Wait await(Condition condition, Duration timeout, CountDownLatch settled) {
    Wait.Continuation counting =
        (wait, outcome) -> {
          settledTimes.computeIfAbsent(wait, w -> new AtomicInteger()).incrementAndGet();
          settled.countDown();
        };
    Wait wait = registry.await(condition, timeout, new Caller("thread"));
    wait.whenSettled(counting);
    return wait;
  }

  /**
   * All operations at once, with new keys in every round, so that latched signals do not end every
   * wait.
   */
  @RepeatedTest(3)
  void noWaitIsLostAndNoneIsSettledTwice() throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<Future<List<Wait>>> played = new ArrayList<>();
    CountDownLatch settled = new CountDownLatch(THREADS * ROUNDS_PER_THREAD);
    for (int t = 0; t < THREADS; t++) {
      long seed = t;
      played.add(threads.submit(() -> play(seed, together, settled)));
    }
    List<Wait> waits = new ArrayList<>();
    for (Future<List<Wait>> game : played) {
      waits.addAll(game.get(60, TimeUnit.SECONDS));
    }
    assertThat(settled.await(60, TimeUnit.SECONDS)).as("every wait ends").isTrue();

    assertThat(waits).hasSize(THREADS * ROUNDS_PER_THREAD).allMatch(wait -> wait.outcome() != null);
    waits.forEach(
        wait -> {
          int times = settledTimes.getOrDefault(wait, new AtomicInteger()).get();
          assertThat(times).isEqualTo(1);
        });
    Map<Boolean, Long> byParked =
        waits.stream().collect(Collectors.partitioningBy(Wait::isCounted, Collectors.counting()));
    assertThat(byParked.get(true)).as("the game is about parked waits").isPositive();
    journalAgrees(waits);
    assertThat(registry.statuses()).allMatch(status -> status.waits().isEmpty());
    allRoomIsGivenBack();
  }

  private List<Wait> play(long seed, CyclicBarrier together, CountDownLatch settled)
      throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Wait> waits = new ArrayList<>();
    together.await(10, TimeUnit.SECONDS);
    for (int round = 0; round < ROUNDS_PER_THREAD; round++) {
      int key = round / 10 * KEYS + random.nextInt(KEYS);
      Duration timeout = Duration.ofNanos(random.nextLong(2_000_000));
      Wait wait = await(random(key, random), timeout, settled);
      waits.add(wait);
      Key name = new Key("/key" + key);
      switch (random.nextInt(16)) {
        case 0, 1, 2 ->
            registry.signal(name, arrival("id" + random.nextInt(4)), new Caller("thread"));
        case 3 -> registry.signal(name, FAILED, new Caller("thread"));
        case 4 -> registry.reset(name, new Caller("thread"));
        case 5, 6 -> wait.cancel(new Outcome.Gone());
        case 7, 8 -> wait.expire();
        default -> {} // Left to its deadline, or to another thread's signal.
      }
    }
    return waits;
  }

  private static Signal arrival(String id) {
    return new Signal(false, true, id, new Value(new byte[50], null), Duration.ofMillis(1));
  }

  private void journalAgrees(List<Wait> waits) {
    Map<Event.What, Long> recorded =
        journal.newest(1_000_000).stream()
            .collect(Collectors.groupingBy(Event::what, Collectors.counting()));
    Map<Event.What, Long> outcomes =
        waits.stream()
            .collect(
                Collectors.groupingBy(
                    wait -> Event.What.of(Objects.requireNonNull(wait.outcome())),
                    Collectors.counting()));
    assertThat(recorded.get(Event.What.WAIT_BEGAN)).isEqualTo(waits.size());
    outcomes.forEach(
        (kind, times) -> assertThat(recorded.get(kind)).as(kind.words()).isEqualTo(times));
    assertThat(outcomes)
        .containsKeys(
            Event.What.RELEASED,
            Event.What.TIMED_OUT,
            Event.What.FAILED,
            Event.What.RESET_WHILE_WAITING,
            Event.What.GONE);
  }

  /** Exactly as much room as in the beginning. */
  private void allRoomIsGivenBack() {
    registry.resetAll("/", new Caller("test"));
    assertThat(registry.statuses()).isEmpty();
    CountDownLatch nobody = new CountDownLatch(0);
    for (int i = 0; i < LITTLE.waits(); i++) {
      assertThat(await(i % LITTLE.keys(), Duration.ofHours(1), nobody).outcome()).isNull();
    }
    assertThat(await(0, Duration.ofHours(1), nobody).outcome()).isNotNull();
    assertThat(await(LITTLE.keys(), Duration.ofHours(1), nobody).outcome()).isNotNull();
    for (int i = 0; i < LITTLE.valueBytes() / 1_000; i++) {
      Signal thousand = new Signal(true, false, null, new Value(new byte[1_000], null), null);
      assertThat(registry.signal(new Key("/key" + i), thousand, new Caller("test")))
          .isInstanceOf(Recording.Recorded.class);
    }
    assertThat(registry.statuses()).hasSize(LITTLE.keys());
  }

  @Test
  void closingWhileWaitsBeginLosesNone() throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS + 1);
    CountDownLatch settled = new CountDownLatch(THREADS * ROUNDS_PER_THREAD);
    for (int t = 0; t < THREADS; t++) {
      threads.submit(
          () -> {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
            together.await(10, TimeUnit.SECONDS);
            for (int round = 0; round < ROUNDS_PER_THREAD; round++) {
              await(random(round, random), Duration.ofHours(1), settled);
            }
            return null;
          });
    }
    together.await(10, TimeUnit.SECONDS);
    registry.close();
    assertThat(settled.await(60, TimeUnit.SECONDS)).as("every wait ends").isTrue();
    assertThat(settledTimes.values()).allMatch(times -> times.get() == 1);
    assertThat(registry.statuses()).allMatch(status -> status.waits().isEmpty());
  }

  /** Another thread cannot take the room that was made for a signal. */
  @Test
  void noSignalIsRejectedWhileThereIsSomethingToForget() throws Exception {
    int bytes = 10;
    Registry small =
        new Registry(
            clock, journal, releases, 0, new Limits(3_000, 2 * THREADS, 1, 2L * THREADS * bytes));
    AtomicInteger keys = new AtomicInteger();
    List<Future<Integer>> refusals = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Value value = new Value(new byte[bytes], null);
      refusals.add(
          threads.submit(
              () -> {
                int refused = 0;
                for (int i = 0; i < ROUNDS_PER_THREAD; i++) {
                  Key key = new Key("/fresh" + keys.incrementAndGet());
                  Signal signal = new Signal(false, false, null, i % 2 == 0 ? value : null, null);
                  refused +=
                      small.signal(key, signal, new Caller("thread")) instanceof Recording.Recorded
                          ? 0
                          : 1;
                }
                return refused;
              }));
    }
    for (Future<Integer> refused : refusals) {
      assertThat(refused.get(60, TimeUnit.SECONDS)).isZero();
    }
  }
}
