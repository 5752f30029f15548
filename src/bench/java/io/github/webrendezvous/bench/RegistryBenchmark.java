package io.github.webrendezvous.bench;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Limits;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.SystemClock;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The registry alone, on one thread, without HTTP and log; waits are notified on the same thread.
 */
@Fork(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RegistryBenchmark {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Wait.Continuation NOTHING = (wait, outcome) -> {};
  private static final int KEYS = 1_000;

  /** A registry with room for all that is measured. */
  static Registry registry(SystemClock clock) {
    return new Registry(
        clock,
        new Journal(clock, 5_000),
        Runnable::run,
        4,
        new Limits(10_000_000, 10_000_000, 10_000_000, 100_000_000));
  }

  static Key[] keys(int many) {
    Key[] keys = new Key[many];
    for (int i = 0; i < many; i++) {
      keys[i] = new Key("/key" + i);
    }
    return keys;
  }

  static void park(Registry registry, Key key) {
    registry
        .await(new Condition.Signalled(key), TIMEOUT, new Caller("caller"))
        .whenSettled(NOTHING);
  }

  /** Keys that are signalled one after the other. */
  @State(Scope.Thread)
  public static class Keys {
    private final SystemClock clock = new SystemClock();
    private final Registry registry = registry(clock);
    private final Key[] keys = keys(KEYS);
    private int turn;

    @TearDown
    public void end() {
      clock.close();
    }
  }

  /** One wait with its own key: begun, signalled, released, and the key reset. */
  @Benchmark
  public void meeting(Keys on) {
    Key key = on.keys[on.turn++ % KEYS];
    park(on.registry, key);
    on.registry.signal(key, Signal.ok(), new Caller("caller"));
    on.registry.reset(key, new Caller("caller"));
  }

  /** A key that many wait for. */
  @State(Scope.Thread)
  public static class Crowd {
    @Param({"10", "100", "1000", "10000", "100000"})
    int waiters;

    private final SystemClock clock = new SystemClock();
    private final Registry registry = registry(clock);
    private final Key key = new Key("/crowd");

    @Setup(Level.Invocation)
    public void park() {
      for (int i = 0; i < waiters; i++) {
        RegistryBenchmark.park(registry, key);
      }
    }

    @TearDown(Level.Invocation)
    public void reset() {
      registry.reset(key, new Caller("caller"));
    }

    @TearDown
    public void end() {
      clock.close();
    }
  }

  /** One signal, until all waits are notified. */
  @Benchmark
  public void release(Crowd crowd) {
    crowd.registry.signal(crowd.key, Signal.ok(), new Caller("caller"));
  }
}
