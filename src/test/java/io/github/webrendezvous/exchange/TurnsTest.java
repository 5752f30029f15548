package io.github.webrendezvous.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  @Test
  void oneThreadWorksAtATimeAndNothingThatWasAskedIsLost() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int j = 0; j < 5_000; j++) {
                  asked.incrementAndGet();
                  take(
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        done.set(asked.get());
                        inside.decrementAndGet();
                      });
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most).hasValue(1);
    assertThat(done).as("the last turn sees all that was asked").hasValue(asked.get());
  }

  @Test
  void closingWaitsForTheThreadAtWork() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    Thread working =
        new Thread(
            () ->
                take(
                    () -> {
                      inside.countDown();
                      await(mayLeave);
                      done.incrementAndGet();
                    }));
    working.start();
    inside.await();
    take(done::incrementAndGet); // Left to the thread at work.
    AtomicInteger doneWhenClosed = new AtomicInteger(-1);
    Thread closing =
        Fakes.startUntilItWaits(
            () -> {
              turns.close();
              doneWhenClosed.set(done.get());
            });
    assertThat(closing.isAlive()).isTrue();
    mayLeave.countDown();
    closing.join();
    working.join();
    assertThat(doneWhenClosed).hasValue(1);
    assertThat(done).as("no turn begins after closing").hasValue(1);
    take(done::incrementAndGet);
    assertThat(done).hasValue(1);
  }

  @Test
  void aThreadMayCloseTheTurnsInItsOwn() {
    take(
        () -> {
          turns.close();
          done.incrementAndGet();
        });
    take(done::incrementAndGet);
    assertThat(done).hasValue(1);
  }

  @Test
  void workThatFailsIsTheLast() {
    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      throw new IOException("Broken pipe");
                    },
                    failed::incrementAndGet))
        .hasMessage("Broken pipe");
    assertThat(failed).hasValue(1);
    take(done::incrementAndGet);
    assertThat(done).hasValue(0);
    turns.close();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void take(Turns.Work work) {
    try {
      turns.take(work, failed::incrementAndGet);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
