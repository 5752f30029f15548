package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The memory of a wait for a key, without HTTP. */
class RegistryAllocationTest {
  // Measured without the JIT compiler (-Xint), as the build runs it: with it, there are fewer.
  private static final long PARKED_AND_RELEASED = 228;
  private static final long HELD_AT_ONCE = 232;
  private static final long ON_ITS_OWN_KEY = 912;

  private static final int WAITS = 2_000;
  private static final int MOST_ROUNDS = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Key[] KEYS =
      IntStream.range(0, WAITS).mapToObj(i -> new Key("/own" + i)).toArray(Key[]::new);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SystemClock clock = new SystemClock();
  private final Journal journal = new Journal(clock, 100);
  private final Registry registry =
      new Registry(clock, journal, Runnable::run, 0, UnlimitedRoom.LIMITS);

  @AfterEach
  void stopTheClock() {
    clock.close();
  }

  /**
   * The minimum of many rounds, until it is within the limit: other activity of the machine only
   * adds to it.
   */
  private long bytesPerWait(long allowed, Runnable round) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MOST_ROUNDS && least > allowed * WAITS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      round.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least / WAITS;
  }

  private void awaitAll(Key key) {
    for (int i = 0; i < WAITS; i++) {
      Waits.await(
          registry, new Condition.Signalled(key), TIMEOUT, "172.18.0.3", (wait, outcome) -> {});
    }
  }

  @Test
  void aWaitThatIsParkedAndReleased() {
    int[] round = {0};
    assertThat(
            bytesPerWait(
                PARKED_AND_RELEASED,
                () -> {
                  Key key = new Key("/key" + round[0]++);
                  awaitAll(key);
                  registry.signal(key, Signal.ok(), new Caller("172.18.0.4"));
                }))
        .isPositive()
        .isLessThanOrEqualTo(PARKED_AND_RELEASED);
  }

  @Test
  void aWaitOnAKeyThatWasSignalledBefore() {
    Key key = new Key("/early");
    registry.signal(key, Signal.ok(), new Caller("172.18.0.4"));
    assertThat(bytesPerWait(HELD_AT_ONCE, () -> awaitAll(key)))
        .isPositive()
        .isLessThanOrEqualTo(HELD_AT_ONCE);
  }

  @Test
  void aWaitOnAKeyOfItsOwn() {
    assertThat(
            bytesPerWait(
                ON_ITS_OWN_KEY,
                () -> {
                  for (int i = 0; i < WAITS; i++) {
                    Key key = KEYS[i];
                    Waits.await(
                        registry,
                        new Condition.Signalled(key),
                        TIMEOUT,
                        "172.18.0.3",
                        (wait, outcome) -> {});
                    registry.signal(key, Signal.ok(), new Caller("172.18.0.4"));
                    registry.reset(key, new Caller("172.18.0.4"));
                  }
                }))
        .isPositive()
        .isLessThanOrEqualTo(ON_ITS_OWN_KEY);
  }
}
