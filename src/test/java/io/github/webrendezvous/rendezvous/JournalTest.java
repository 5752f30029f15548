package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Journal journal = new Journal(new ManualClock(), 100);

  private void record(int events) {
    for (int i = 0; i < events; i++) {
      journal.record(Event.What.SIGNALLED, "/abc", "db", null, null);
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
    journal.follow(Runnable::run, read::add, missed -> {});
    record(7);
    assertThat(numbers(read)).containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  @Test
  void aFollowerThatFallsBehindIsToldHowManyItMissed() {
    List<Runnable> turns = new ArrayList<>();
    List<Event> read = new ArrayList<>();
    List<Long> missed = new ArrayList<>();
    journal.follow(turns::add, read::add, missed::add);
    record(130);
    assertThat(turns).as("one turn for any number of events").hasSize(1);
    turns.get(0).run();
    assertThat(missed).containsExactly(30L);
    assertThat(read).hasSize(100);
  }

  @Test
  void aReaderThatBreaksIsHandedTheNextEvent() {
    List<Event> read = new ArrayList<>();
    journal.follow(
        Runnable::run,
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
    Journal large = new Journal(new ManualClock(), 100_000);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    List<Long> read = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(40_000);
    large.follow(
        reader,
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
              large.record(Event.What.SIGNALLED, "/abc", "db", null, null);
            }
          });
    }
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(read).isSorted().doesNotHaveDuplicates().hasSize(40_000);
    writers.shutdown();
    reader.shutdown();
  }
}
