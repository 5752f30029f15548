package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The number of searches for timed-out waits, with threads and time that the test controls. */
class SuggestionsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final List<String> searched = new ArrayList<>();
  private final Map<String, List<String>> told = new HashMap<>();
  private Duration searchTakes = Duration.ofMillis(3);

  private final Suggestions suggestions =
      new Suggestions(
          clock,
          threads::add,
          sought -> {
            searched.add(sought.path());
            clock.advance(searchTakes);
            return List.of("/similar-to" + sought.path());
          });

  private void run() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  @Test
  void waitsForTheSameKeyShareOneSearch() {
    for (int i = 0; i < 2_000; i++) {
      String asker = "wait " + i;
      suggestions.ask(new Suggestions.Sought("/ghost", 1), similar -> told.put(asker, similar));
    }
    run();
    assertThat(searched).containsExactly("/ghost");
    assertThat(told).hasSize(2_000).allSatisfy((a, s) -> assertThat(s).hasSize(1));
  }

  @Test
  void lateSearchesAreSkipped() {
    for (int i = 0; i < 2_000; i++) {
      String path = "/ghost" + i;
      suggestions.ask(new Suggestions.Sought(path, 1), similar -> told.put(path, similar));
    }
    run();
    assertThat(told).hasSize(2_000);
    assertThat(searched.size())
        .as("as many searches as fit the time")
        .isBetween(2, (int) (Suggestions.LATEST.toMillis() / searchTakes.toMillis()) + 2);
    assertThat(told.get("/ghost0")).hasSize(1);
    assertThat(told.get("/ghost1999")).isEmpty();
  }

  @Test
  void aReleaseWaitsForAtMostOneSearch() {
    suggestions.ask(new Suggestions.Sought("/a", 1), similar -> told.put("/a", similar));
    suggestions.ask(new Suggestions.Sought("/b", 1), similar -> told.put("/b", similar));
    suggestions.ask(new Suggestions.Sought("/c", 1), similar -> told.put("/c", similar));
    List<Integer> searchedBefore = new ArrayList<>();
    threads.add(() -> searchedBefore.add(searched.size()));
    run();
    assertThat(searchedBefore).containsExactly(1);
    assertThat(told).hasSize(3);
  }

  @Test
  void aFailedSearchAnswersAnyway() {
    Suggestions broken =
        new Suggestions(
            clock,
            threads::add,
            path -> {
              throw new StackOverflowError("thrown on purpose, to see that who asks is answered");
            });
    broken.ask(new Suggestions.Sought("/a", 1), similar -> told.put("/a", similar));
    run();
    broken.ask(new Suggestions.Sought("/b", 1), similar -> told.put("/b", similar));
    run();
    assertThat(told).containsOnly(Map.entry("/a", List.of()), Map.entry("/b", List.of()));
  }

  /** With the registry: 2,000 waits for a missing key among thousands of similar ones. */
  @Test
  void theCostOfEndingWaitsDoesNotGrowWithTheKeys() {
    Registry registry =
        new Registry(clock, new Journal(clock, 100), threads::add, 0, UnlimitedRoom.LIMITS);
    for (int i = 0; i < 100; i++) {
      registry.signal(new Key("/stack-key-" + i), Signal.ok(), new Caller("db"));
    }
    List<Outcome> ended = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Waits.await(
          registry,
          new Condition.Signalled(new Key("/stack-key-x")),
          TIMEOUT,
          "web-1",
          (wait, outcome) -> ended.add(outcome));
    }
    clock.advance(TIMEOUT);
    assertThat(threads).as("one search for all").hasSize(1);
    run();
    assertThat(ended).hasSize(2_000);
    assertThat(((Outcome.TimedOut) ended.get(0)).missing().get(0).similar()).isNotEmpty();
  }
}
