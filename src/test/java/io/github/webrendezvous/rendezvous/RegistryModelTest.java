package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random games against a model that fits on a page: waits, signals, time, clients that go away, and
 * releases that run as late as they like.
 */
class RegistryModelTest {
  private static final int STEPS = 5_000;
  private static final int KEYS = 400;

  private final ManualClock clock = new ManualClock();
  private final List<Runnable> releases = new ArrayList<>();
  private final Registry registry =
      new Registry(clock, new Journal(clock, 1_000), releases::add, Plenty.LIMITS);
  private final Map<Wait, Integer> told = new HashMap<>();

  /** What the model says of each wait: how it ends, once that is known. */
  private final Map<Wait, Class<?>> expected = new HashMap<>();

  private final Map<Wait, Long> deadlines = new HashMap<>();
  private final Set<String> signalled = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyWaitEndsAsTheModelSaysAndOnce(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Wait> waits = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      String key = "/key" + random.nextInt(KEYS);
      switch (random.nextInt(12)) {
        case 0 -> signal(key);
        case 1, 2 -> advance(random.nextLong(2_000));
        case 3 -> {
          if (!waits.isEmpty()) {
            goAway(waits.get(random.nextInt(waits.size())));
          }
        }
        case 4, 5 -> runOneRelease(random);
        default -> waits.add(await(key, random.nextLong(1, 10_000)));
      }
    }
    advance(20_000);
    while (!releases.isEmpty()) {
      runOneRelease(random);
    }
    assertThat(expected.values())
        .contains(Outcome.Released.class, Outcome.TimedOut.class, Outcome.Gone.class);
    for (Wait wait : waits) {
      assertThat(wait.outcome()).isInstanceOf(expected.get(wait));
      assertThat(told.getOrDefault(wait, 0)).isEqualTo(wait.parked() ? 1 : 0);
    }
    assertThat(registry.standings()).allMatch(standing -> standing.waits().isEmpty());
  }

  private Wait await(String key, long millis) {
    Wait wait =
        registry.await(
            new Condition.Signalled(new Key(key)),
            Duration.ofMillis(millis),
            "model",
            (w, outcome) -> told.merge(w, 1, Integer::sum));
    if (signalled.contains(key)) {
      expected.put(wait, Outcome.Released.class);
    } else {
      deadlines.put(wait, clock.nanos() + Duration.ofMillis(millis).toNanos());
    }
    return wait;
  }

  private void signal(String key) {
    registry.signal(new Key(key), Signal.ok(), "model");
    signalled.add(key);
    deadlines.keySet().stream()
        .filter(wait -> wait.condition().path().equals(key))
        .forEach(wait -> expected.putIfAbsent(wait, Outcome.Released.class));
    deadlines.keySet().removeAll(expected.keySet());
  }

  private void advance(long millis) {
    clock.advance(Duration.ofMillis(millis));
    deadlines.forEach(
        (wait, at) -> {
          if (at <= clock.nanos()) {
            expected.putIfAbsent(wait, Outcome.TimedOut.class);
          }
        });
    deadlines.keySet().removeAll(expected.keySet());
  }

  private void goAway(Wait wait) {
    // Of one that has ended and was not told yet, the client's leaving may be known first.
    if (expected.containsKey(wait) && wait.outcome() == null) {
      return;
    }
    registry.end(wait, new Outcome.Gone());
    expected.putIfAbsent(wait, Outcome.Gone.class);
    deadlines.remove(wait);
  }

  private void runOneRelease(RandomGenerator random) {
    if (!releases.isEmpty()) {
      releases.remove(random.nextInt(releases.size())).run();
    }
  }
}
