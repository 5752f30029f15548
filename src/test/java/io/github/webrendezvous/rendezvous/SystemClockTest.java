package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemClockTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final SystemClock clock = new SystemClock();
  private final BlockingQueue<String> rung = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    clock.close();
  }

  private Clock.Task ring(String what, Duration delay) {
    return clock.after(delay, () -> rung.add(what));
  }

  private List<String> rung(int many) throws InterruptedException {
    String[] what = new String[many];
    for (int i = 0; i < many; i++) {
      what[i] = rung.poll(20, TimeUnit.SECONDS);
    }
    return List.of(what);
  }

  @Test
  void anEarlierTimerWakesTheThread() throws InterruptedException {
    ring("never", NEVER);
    ring("late", Duration.ofMillis(200));
    ring("early", Duration.ofMillis(20));
    assertThat(rung(2)).containsExactly("early", "late");
  }

  @Test
  void neverEarly() throws InterruptedException {
    long before = clock.nanos();
    ring("due", Duration.ofMillis(50));
    rung(1);
    assertThat(clock.nanos() - before).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void aCancelledTimerDoesNotFire() throws InterruptedException {
    ring("cancelled", Duration.ofMillis(30)).cancel();
    ring("next", Duration.ofMillis(60));
    assertThat(rung(1)).containsExactly("next");
    assertThat(rung).isEmpty();
  }

  @Test
  void aFailingTimerDoesNotAffectOthers() throws InterruptedException {
    clock.after(
        Duration.ofMillis(1),
        () -> {
          throw new IllegalStateException("broken on purpose, to see that the next one rings");
        });
    clock.after(
        Duration.ofMillis(1),
        () -> {
          throw new StackOverflowError("thrown on purpose, to see that the next one rings");
        });
    ring("next", Duration.ofMillis(2));
    assertThat(rung(1)).containsExactly("next");
  }

  @Test
  void aClosedClockHasNoThreadAndFiresNothing() throws InterruptedException {
    CountDownLatch served = new CountDownLatch(1);
    Thread[] thread = {Thread.currentThread()};
    clock.after(
        Duration.ZERO,
        () -> {
          thread[0] = Thread.currentThread();
          served.countDown();
        });
    assertThat(served.await(20, TimeUnit.SECONDS)).isTrue();
    clock.close();
    assertThat(thread[0].isAlive()).isFalse();
    ring("too late", Duration.ZERO);
    assertThat(rung.poll(20, TimeUnit.MILLISECONDS)).isNull();
  }
}
