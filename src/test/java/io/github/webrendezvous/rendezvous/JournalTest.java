package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 100);

  /** Collects events. */
  private static final class Told implements Journal.Reader {
    final List<Event> read = new ArrayList<>();
    final List<Long> missed = new ArrayList<>();
    int batches;

    @Override
    public void read(Event event) {
      read.add(event);
    }

    @Override
    public void missed(long events) {
      missed.add(events);
    }

    @Override
    public void batchRead() {
      batches++;
    }
  }

  private final Told told = new Told();

  private void record(int events) {
    for (int i = 0; i < events; i++) {
      journal.record(clock.micros(), Event.What.SIGNALLED, "/abc", new Caller("db"), null);
    }
  }

  private static List<Long> numbers(List<Event> events) {
    return events.stream().map(Event::number).toList();
  }

  @Test
  void keepsTheNewestEventsInTheirOrder() {
    record(250);
    assertThat(numbers(journal.newest(3))).containsExactly(248L, 249L, 250L);
    assertThat(journal.newest(1_000)).hasSize(100);
  }

  @Test
  void newestReturnsAtMostWhatIsThere() {
    assertThat(journal.newest(10)).isEmpty();
    record(2);
    assertThat(numbers(journal.newest(10))).containsExactly(1L, 2L);
  }

  @Test
  void aFollowerReadsEveryEventOnce() {
    record(5);
    journal.follow(Runnable::run, Duration.ZERO, told);
    record(7);
    assertThat(numbers(told.read)).containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  @Test
  void aFollowerThatFallsBehindIsToldHowManyItMissed() {
    List<Runnable> turns = new ArrayList<>();
    journal.follow(turns::add, Duration.ZERO, told);
    record(130);
    assertThat(turns).as("one turn for any number of events").hasSize(1);
    turns.get(0).run();
    assertThat(told.missed).containsExactly(30L);
    assertThat(told.read).hasSize(100);
  }

  @Test
  void aPausingFollowerIsWokenOnceForManyEvents() {
    List<Runnable> turns = new ArrayList<>();
    journal.follow(turns::add, Duration.ofMillis(10), told);
    record(20);
    assertThat(turns).as("nobody is woken while there is work to do").isEmpty();
    clock.advance(Duration.ofMillis(10));
    assertThat(turns).hasSize(1);
    turns.get(0).run();
    assertThat(told.read).hasSize(20);
    assertThat(told.batches).as("what is held back goes on once for all").isEqualTo(1);
    clock.advance(Duration.ofMillis(10));
    assertThat(turns).as("nothing is left to read").hasSize(1);
  }

  @Test
  void batchesArePassedOnWhileEventsKeepComing() {
    Journal large = new Journal(clock, 10_000);
    List<Runnable> turns = new ArrayList<>();
    large.follow(turns::add, Duration.ofMillis(10), told);
    for (int i = 0; i < 1_000; i++) {
      large.record(clock.micros(), Event.What.SIGNALLED, "/abc", new Caller("db"), null);
    }
    large.flush();
    turns.get(0).run();
    assertThat(told.read).hasSize(1_000);
    assertThat(told.batches).isEqualTo(4);
  }

  @Test
  void aPausingFollowerIsWokenBeforeItMissesEvents() {
    List<Runnable> turns = new ArrayList<>();
    journal.follow(turns::add, Duration.ofMillis(10), told);
    record(26);
    assertThat(turns).as("more than a quarter of the ring is unread").hasSize(1);
    clock.advance(Duration.ofMillis(10));
    assertThat(turns).as("the turn that was due later is the same").hasSize(1);
  }

  @Test
  void duringADelayNoPausingFollowerIsWoken() {
    List<Runnable> turns = new ArrayList<>();
    journal.follow(turns::add, Duration.ofMillis(10), told);
    journal.delayReaders();
    journal.delayReaders();
    record(2);
    assertThat(clock.timers()).isZero();
    journal.wakeReaders();
    assertThat(clock.timers()).as("the end of any delay wakes").isEqualTo(1);
    clock.advance(Duration.ofMillis(10));
    turns.remove(0).run();
    assertThat(told.read).hasSize(2);
    journal.wakeReaders();
    assertThat(clock.timers()).as("nothing is left to read").isZero();

    journal.delayReaders();
    record(26);
    assertThat(turns).as("more than a quarter of the ring is unread").hasSize(1);
  }

  private static void await(AtomicInteger counter, int value) {
    for (int tries = 0; counter.get() < value; tries++) {
      if (tries > 20_000) {
        LockSupport.parkNanos(1_000); // The other thread may need this processor.
      }
    }
  }

  private static void spin(int turns) {
    for (int i = 0; i < turns; i++) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noEventIsForgottenWhenADelayEndsOnAnotherThread() {
    journal.follow(Runnable::run, Duration.ofMillis(10), told);
    int rounds = 50_000;
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    ExecutorService other = Executors.newSingleThreadExecutor();
    other.submit(
        () -> {
          for (int round = 1; round <= rounds; round++) {
            await(begun, round);
            journal.delayReaders();
            spin(round % 16);
            journal.wakeReaders();
            ended.set(round);
          }
        });
    for (int round = 1; round <= rounds; round++) {
      begun.set(round);
      spin(round % 23);
      record(1);
      await(ended, round);
      clock.advance(Duration.ofMillis(10));
      assertThat(told.read).hasSize(round);
    }
    other.shutdown();
  }

  @Test
  void flushReadsWhatIsUnread() {
    journal.follow(Runnable::run, Duration.ofMillis(10), told);
    record(3);
    journal.flush();
    assertThat(told.read).hasSize(3);
  }

  @Test
  void aFailingReaderGetsTheNextEvent() {
    journal.follow(
        Runnable::run,
        Duration.ZERO,
        new Journal.Reader() {
          @Override
          public void read(Event event) {
            if (event.number() == 2) {
              throw new IllegalStateException("broken on purpose, to see that the next is read");
            }
            told.read(event);
          }

          @Override
          public void missed(long events) {
            told.missed(events);
          }

          @Override
          public void batchRead() {
            throw new IllegalStateException("broken on purpose");
          }
        });
    record(4);
    assertThat(numbers(told.read)).containsExactly(1L, 3L, 4L);
  }

  @Test
  void aFollowerOnAnotherThreadMissesNothingThatFits() throws InterruptedException {
    SystemClock real = new SystemClock();
    Journal large = new Journal(real, 100_000);

    ExecutorService reader = Executors.newSingleThreadExecutor();
    CountDownLatch all = new CountDownLatch(40_000);
    Executor counting =
        turn ->
            reader.execute(
                () -> {
                  int before = told.read.size();
                  turn.run();
                  for (int i = before; i < told.read.size(); i++) {
                    all.countDown();
                  }
                });
    large.follow(counting, Duration.ofMillis(10), told);
    ExecutorService writers = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      writers.submit(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              large.record(clock.micros(), Event.What.SIGNALLED, "/abc", new Caller("db"), null);
            }
          });
    }
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(numbers(told.read)).isSorted().doesNotHaveDuplicates().hasSize(40_000);
    writers.shutdown();
    real.close();
    reader.shutdown();
  }
}
