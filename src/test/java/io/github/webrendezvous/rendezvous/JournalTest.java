package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final ManualClock clock = new ManualClock();
  private final Journal journal = new Journal(clock, 100);

  private void record(int events) {
    for (int i = 0; i < events; i++) {
      journal.record(Event.What.SIGNALLED, "/abc", "db", null);
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
  void givesWhatThereIs() {
    assertThat(journal.newest(10)).isEmpty();
    record(2);
    assertThat(numbers(journal.newest(10))).containsExactly(1L, 2L);
  }

  @Test
  void aFollowerReadsEveryEventOnce() {
    record(5);
    List<Event> read = new ArrayList<>();
    journal.follow(Runnable::run, Duration.ZERO, read::add, missed -> {});
    record(7);
    assertThat(numbers(read)).containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  @Test
  void aFollowerThatFallsBehindIsToldHowManyItMissed() {
    List<Runnable> turns = new ArrayList<>();
    List<Event> read = new ArrayList<>();
    List<Long> missed = new ArrayList<>();
    journal.follow(turns::add, Duration.ZERO, read::add, missed::add);
    record(130);
    assertThat(turns).as("one turn for any number of events").hasSize(1);
    turns.get(0).run();
    assertThat(missed).containsExactly(30L);
    assertThat(read).hasSize(100);
  }

  @Test
  void aFollowerThatPausesIsWokenOnceForAll() {
    List<Runnable> turns = new ArrayList<>();
    List<Event> read = new ArrayList<>();
    journal.follow(turns::add, Duration.ofMillis(10), read::add, missed -> {});
    record(20);
    assertThat(turns).as("nobody is woken while there is work to do").isEmpty();
    clock.advance(Duration.ofMillis(10));
    assertThat(turns).hasSize(1);
    turns.get(0).run();
    assertThat(read).hasSize(20);
    clock.advance(Duration.ofMillis(10));
    assertThat(turns).as("nothing is left to read").hasSize(1);
  }

  @Test
  void aFollowerThatPausesIsWokenBeforeItMissesAnything() {
    List<Runnable> turns = new ArrayList<>();
    journal.follow(turns::add, Duration.ofMillis(10), event -> {}, missed -> {});
    record(26);
    assertThat(turns).as("more than a quarter of the ring is unread").hasSize(1);
    clock.advance(Duration.ofMillis(10));
    assertThat(turns).as("the turn that was due later is the same").hasSize(1);
  }

  @Test
  void whatIsUnreadAtTheEndIsReadAtOnce() {
    List<Event> read = new ArrayList<>();
    journal.follow(Runnable::run, Duration.ofMillis(10), read::add, missed -> {});
    record(3);
    journal.flush();
    assertThat(read).hasSize(3);
  }

  @Test
  void aReaderThatBreaksIsHandedTheNextEvent() {
    List<Event> read = new ArrayList<>();
    journal.follow(
        Runnable::run,
        Duration.ZERO,
        event -> {
          if (event.number() == 2) {
            throw new IllegalStateException("broken on purpose, to see that the next is read");
          }
          read.add(event);
        },
        missed -> {});
    record(4);
    assertThat(numbers(read)).containsExactly(1L, 3L, 4L);
  }

  @Test
  void aFollowerOnAnotherThreadMissesNothingThatFits() throws InterruptedException {
    SystemClock real = new SystemClock();
    Journal large = new Journal(real, 100_000);

    ExecutorService reader = Executors.newSingleThreadExecutor();
    List<Long> read = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(40_000);
    large.follow(
        reader,
        Duration.ofMillis(10),
        event -> {
          read.add(event.number());
          all.countDown();
        },
        missed -> {});
    ExecutorService writers = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      writers.submit(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              large.record(Event.What.SIGNALLED, "/abc", "db", null);
            }
          });
    }
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(read).isSorted().doesNotHaveDuplicates().hasSize(40_000);
    writers.shutdown();
    real.close();
    reader.shutdown();
  }
}
