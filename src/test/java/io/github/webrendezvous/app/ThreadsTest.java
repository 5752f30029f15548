package io.github.webrendezvous.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  /** A thread that has ended, and so fails to start, as one does for which there is no memory. */
  private static Thread unstartable(Runnable task, String name) {
    Thread thread = new Thread(() -> {}, name);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return thread;
  }

  @Test
  void theCallerRunsATaskIfNoThreadStarts() {
    Threads threads = Threads.atMost(2, "test", ThreadsTest::unstartable);
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    threads.execute(() -> ranOn.set(Thread.currentThread()));
    assertThat(ranOn).hasValue(Thread.currentThread());
    threads.end(Duration.ofSeconds(1));
  }

  @Test
  void theCallerNeverRunsATaskThatMayBlock() {
    Threads threads = Threads.asNeeded("test", ThreadsTest::unstartable);
    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(IllegalThreadStateException.class);
    threads.end(Duration.ofSeconds(1));
  }

  /** A queued task is the answer to a wait, which would be lost. */
  @Test
  void theEndWaitsForAllTasksAsLongAsTheyEnd() {
    Threads threads = Threads.atMost(1, "test");
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      threads.execute(
          () -> {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            ended.incrementAndGet();
          });
    }
    threads.end(Duration.ofSeconds(2));
    assertThat(ended).hasValue(3);
  }

  @Test
  void theEndInterruptsATaskThatDoesNotEnd() throws InterruptedException {
    Threads threads = Threads.atMost(1, "test");
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    threads.execute(
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    threads.end(Duration.ofMillis(10));
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aThreadSurvivesAnErrorOfATask() throws InterruptedException {
    Threads threads = Threads.atMost(1, "test");
    AtomicReference<Thread> first = new AtomicReference<>();
    AtomicReference<Thread> second = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);
    threads.execute(
        () -> {
          first.set(Thread.currentThread());
          throw new StackOverflowError("thrown on purpose, to see that the thread goes on");
        });
    threads.execute(
        () -> {
          second.set(Thread.currentThread());
          ran.countDown();
        });
    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.get()).isSameAs(first.get());
    threads.end(Duration.ofSeconds(1));
  }
}
