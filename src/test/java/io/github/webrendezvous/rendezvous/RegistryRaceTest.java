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
 * Real threads that signal, time out, go away and wait on the same keys: no wait is lost, none is
 * settled twice.
 */
class RegistryRaceTest {
  private static final int THREADS = 8;
  private static final int ROUNDS_PER_THREAD = 4_000;
  private static final int KEYS = 5;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService releases = Executors.newFixedThreadPool(4);
  private final SystemClock clock = new SystemClock();
  private final Journal journal = new Journal(clock, 1_000_000);
  private final Registry registry = new Registry(clock, journal, releases, Plenty.LIMITS);
  private final Map<Wait, AtomicInteger> settledTimes = new ConcurrentHashMap<>();

  @AfterEach
  void end() {
    threads.shutdownNow();
    releases.shutdownNow();
    clock.close();
  }

  private Wait await(int key, Duration timeout, CountDownLatch settled) {
    Wait.Continuation counting =
        (wait, outcome) -> {
          settledTimes.computeIfAbsent(wait, w -> new AtomicInteger()).incrementAndGet();
          settled.countDown();
        };
    Wait wait =
        registry.await(new Condition.Signalled(new Key("/key" + key)), timeout, "thread", counting);
    if (!wait.parked()) {
      settled.countDown();
    }
    return wait;
  }

  /**
   * Everything at once, and the keys are new in every round, so that latched signals do not end the
   * game.
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
          assertThat(times).isEqualTo(wait.parked() ? 1 : 0);
        });
    Map<Boolean, Long> byParked =
        waits.stream().collect(Collectors.partitioningBy(Wait::parked, Collectors.counting()));
    assertThat(byParked.get(true)).as("the game is about parked waits").isPositive();
    journalAgrees(waits);
    assertThat(registry.standings()).allMatch(standing -> standing.waits().isEmpty());
  }

  private List<Wait> play(long seed, CyclicBarrier together, CountDownLatch settled)
      throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Wait> waits = new ArrayList<>();
    together.await(10, TimeUnit.SECONDS);
    for (int round = 0; round < ROUNDS_PER_THREAD; round++) {
      int key = round / 10 * KEYS + random.nextInt(KEYS);
      Wait wait = await(key, Duration.ofNanos(random.nextLong(2_000_000)), settled);
      waits.add(wait);
      switch (random.nextInt(8)) {
        case 0 -> registry.signal(new Key("/key" + key), Signal.ok(), "thread");
        case 1 -> registry.end(wait, new Outcome.Gone());
        case 2 -> registry.expire(wait);
        default -> {} // Left to its deadline, or to another thread's signal.
      }
    }
    return waits;
  }

  private void journalAgrees(List<Wait> waits) {
    Map<Event.What, Long> recorded =
        journal.newest(1_000_000).stream()
            .collect(Collectors.groupingBy(Event::what, Collectors.counting()));
    Map<Class<?>, Long> outcomes =
        waits.stream()
            .collect(
                Collectors.groupingBy(
                    wait -> Objects.requireNonNull(wait.outcome()).getClass(),
                    Collectors.counting()));
    assertThat(recorded.get(Event.What.WAIT_BEGAN)).isEqualTo(waits.size());
    assertThat(recorded.get(Event.What.RELEASED)).isEqualTo(outcomes.get(Outcome.Released.class));
    assertThat(recorded.get(Event.What.TIMED_OUT)).isEqualTo(outcomes.get(Outcome.TimedOut.class));
    assertThat(recorded.get(Event.What.GONE)).isEqualTo(outcomes.get(Outcome.Gone.class));
  }

  @Test
  void closingWhileWaitsBeginLosesNone() throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS + 1);
    CountDownLatch settled = new CountDownLatch(THREADS * ROUNDS_PER_THREAD);
    for (int t = 0; t < THREADS; t++) {
      threads.submit(
          () -> {
            together.await(10, TimeUnit.SECONDS);
            for (int round = 0; round < ROUNDS_PER_THREAD; round++) {
              await(round, Duration.ofHours(1), settled);
            }
            return null;
          });
    }
    together.await(10, TimeUnit.SECONDS);
    registry.close();
    assertThat(settled.await(60, TimeUnit.SECONDS)).as("every wait ends").isTrue();
    assertThat(settledTimes.values()).allMatch(times -> times.get() == 1);
    assertThat(registry.standings()).allMatch(standing -> standing.waits().isEmpty());
  }
}
