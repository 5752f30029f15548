package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many attempts have ended, by kind of probe and by result. Thread-safe. */
final class AttemptCounts {
  /** By the first segment of the target's path, of which there are as many as kinds. */
  private final Map<String, Map<Attempt.State, LongAdder>> byKind = new ConcurrentHashMap<>();

  /** Counts an attempt at a target, before {@code until=closed} is applied. */
  void count(String path, Attempt attempt) {
    Objects.requireNonNull(byKind.computeIfAbsent(kind(path), kind -> none()).get(attempt.state()))
        .increment();
  }

  private static Map<Attempt.State, LongAdder> none() {
    Map<Attempt.State, LongAdder> none = new EnumMap<>(Attempt.State.class);
    for (Attempt.State state : Attempt.State.values()) {
      none.put(state, new LongAdder());
    }
    return none;
  }

  /** {@code port} of {@code /_port/db/5432}. */
  private static String kind(String path) {
    int end = path.indexOf('/', 1);
    return path.substring(2, end < 0 ? path.length() : end);
  }

  /** The counts so far. */
  Map<String, Map<Attempt.State, Long>> byKind() {
    Map<String, Map<Attempt.State, Long>> all = new TreeMap<>();
    byKind.forEach(
        (kind, counts) -> {
          Map<Attempt.State, Long> byState = new EnumMap<>(Attempt.State.class);
          counts.forEach((state, count) -> byState.put(state, count.sum()));
          all.put(kind, byState);
        });
    return all;
  }
}
