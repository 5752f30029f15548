package io.github.webrendezvous.bench;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.SystemClock;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measurements of the registry alone. */
final class RegistryFigures {
  private RegistryFigures() {}

  /**
   * What JMH measured.
   *
   * @param meetingNanos one wait: begun, signalled, released, and its key reset
   * @param meetingBytes allocated for that
   * @param releaseNanos the time per wait of one signal, by the number of waits it releases
   */
  record Times(double meetingNanos, double meetingBytes, Map<Integer, Double> releaseNanos) {}

  static Times times() throws IOException {
    Options options =
        new OptionsBuilder()
            .include(RegistryBenchmark.class.getName())
            .addProfiler(GCProfiler.class)
            .build();
    double nanos = Double.NaN;
    double bytes = Double.NaN;
    Map<Integer, Double> release = new TreeMap<>();
    try {
      for (RunResult result : new Runner(options).run()) {
        double score = result.getPrimaryResult().getScore();
        String waiters = result.getParams().getParam("waiters");
        if (waiters == null) {
          nanos = score;
          bytes =
              Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                  .getScore();
        } else {
          release.put(Integer.valueOf(waiters), score / Integer.parseInt(waiters));
        }
      }
    } catch (RunnerException e) {
      throw new IOException("JMH does not run", e);
    }
    return new Times(nanos, bytes, release);
  }

  /** The memory of each wait in bytes, with one key or with their own keys. */
  static double heldBytes(int waits, boolean shared) {
    try (SystemClock clock = new SystemClock()) {
      Registry registry = RegistryBenchmark.registry(clock);
      Key[] keys = RegistryBenchmark.keys(shared ? 1 : waits);
      long before = used();
      for (int i = 0; i < waits; i++) {
        RegistryBenchmark.park(registry, keys[i % keys.length]);
      }
      double held = (double) (used() - before) / waits;
      registry.signal(
          keys[0], Signal.ok(), new Caller("caller")); // Keeps everything alive until here.
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
