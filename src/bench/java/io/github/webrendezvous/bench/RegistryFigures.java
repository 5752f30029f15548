package io.github.webrendezvous.bench;

import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Limits;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.SystemClock;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;

/** The registry alone, with nothing of HTTP and no log. */
final class RegistryFigures {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Wait.Continuation NOTHING = (wait, outcome) -> {};
  private static final Executor INLINE = Runnable::run;

  private RegistryFigures() {}

  private static Registry registry(SystemClock clock) {
    return new Registry(
        clock,
        new Journal(clock, 5_000),
        INLINE,
        4,
        new Limits(10_000_000, 10_000_000, 100_000_000));
  }

  private static Key[] keys(int many) {
    Key[] keys = new Key[many];
    for (int i = 0; i < many; i++) {
      keys[i] = new Key("/key" + i);
    }
    return keys;
  }

  /** Begins a wait on a key of its own, signals and releases it, and resets the key: ns, median. */
  static double oneNanos() {
    try (SystemClock clock = new SystemClock()) {
      Registry registry = registry(clock);
      Key[] keys = keys(1_000);
      double[] nanos = new double[1_500];
      for (int round = 0; round < nanos.length; round++) {
        long start = System.nanoTime();
        for (Key key : keys) {
          registry.await(new Condition.Signalled(key), TIMEOUT, "caller", NOTHING);
          registry.signal(key, Signal.ok(), "caller");
          registry.reset(key, "caller");
        }
        nanos[round] = (System.nanoTime() - start) / (double) keys.length;
      }
      return Measures.median(Arrays.copyOfRange(nanos, 1_000, 1_500));
    }
  }

  /** What one release costs of so many that wait for one signal: ns, median. */
  static double releaseNanos(int waiters) {
    try (SystemClock clock = new SystemClock()) {
      Registry registry = registry(clock);
      int rounds = Math.max(7, 400_000 / waiters);
      double[] nanos = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        Key key = new Key("/crowd" + round);
        for (int i = 0; i < waiters; i++) {
          registry.await(new Condition.Signalled(key), TIMEOUT, "caller", NOTHING);
        }
        long start = System.nanoTime();
        registry.signal(key, Signal.ok(), "caller");
        nanos[round] = (System.nanoTime() - start) / (double) waiters;
      }
      return Measures.median(Arrays.copyOfRange(nanos, rounds / 2, rounds));
    }
  }

  /** Bytes that are held for each of so many waits, on a shared key or each on its own. */
  static double heldBytes(int waits, boolean shared) {
    try (SystemClock clock = new SystemClock()) {
      Registry registry = registry(clock);
      Key[] keys = keys(shared ? 1 : waits);
      long before = used();
      for (int i = 0; i < waits; i++) {
        registry.await(new Condition.Signalled(keys[i % keys.length]), TIMEOUT, "caller", NOTHING);
      }
      double held = (double) (used() - before) / waits;
      registry.signal(keys[0], Signal.ok(), "caller"); // Until here nothing may be collected.
      return held;
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
