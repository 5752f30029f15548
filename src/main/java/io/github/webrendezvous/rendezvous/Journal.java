package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The limited, ordered record of events: the newest ones, oldest first. Recording takes a short
 * lock and never waits for a reader; a reader that falls too far behind misses events, and is told
 * how many. Thread-safe.
 */
public final class Journal {
  /** Reads the events; called by one thread at a time. */
  public interface Reader {
    /** An event that has not been read yet; they come in order. */
    void read(Event event);

    /** This many events were overwritten before they could be read. */
    void missed(long events);

    /** A batch of events has been read: the reader must pass on what it has buffered. */
    void batchRead();
  }

  // The number of events that a follower gets per lock.
  private static final int BATCH = 256;

  // A follower with more than a quarter of the ring unread does not pause.
  private static final int PART_UNREAD = 4;

  /** In place of a number of nanoseconds. */
  private static final long NONE = -1;

  private final Clock clock;

  /**
   * A ring in columns, so that recording makes no garbage; event n is at index n modulo the length.
   * Guarded by {@link #kinds}.
   */
  private final Event.@Nullable What[] kinds;

  private final @Nullable String[] paths;
  private final @Nullable Caller[] callers;
  private final Event.@Nullable Detail[] details;
  private final long[] micros;
  private final long[] durations;

  /** Written under {@link #kinds}. */
  private volatile long last;

  /**
   * How many threads are between {@link #delayReaders} and {@link #wakeReaders}.
   *
   * <p>A thread that records reads it after it has written {@link #last}; a thread that ends its
   * delay writes it before it reads {@link #last}. So one of the two wakes the readers.
   */
  private final AtomicInteger delays = new AtomicInteger();

  /** Written under {@link #kinds}. */
  private final Tally tally = new Tally();

  private final Defects defects = new Defects();

  /** Replaced as a whole; an array, so that iteration makes no garbage. */
  private volatile Follower[] followers = {};

  /**
   * @param capacity the number of events that are kept
   */
  public Journal(Clock clock, int capacity) {
    this.clock = clock;
    kinds = new Event.What[capacity];
    paths = new String[capacity];
    callers = new Caller[capacity];
    details = new Event.Detail[capacity];
    micros = new long[capacity];
    durations = new long[capacity];
  }

  /** Records an event that has no duration, as below. */
  void record(
      long atMicros,
      Event.What what,
      String path,
      @Nullable Caller caller,
      Event.@Nullable Detail detail) {
    record(atMicros, what, path, caller, NONE, detail);
  }

  /**
   * Records an event.
   *
   * @param atMicros when it was, in microseconds since 1970
   * @param lastedNanos how long the wait or the series of attempts had lasted
   */
  void record(
      long atMicros,
      Event.What what,
      String path,
      @Nullable Caller caller,
      long lastedNanos,
      Event.@Nullable Detail detail) {
    long number;
    synchronized (kinds) {
      number = last + 1;
      last = number;
      int at = (int) (number % kinds.length);
      kinds[at] = what;
      paths[at] = path;
      callers[at] = caller;
      details[at] = detail;
      micros[at] = atMicros;
      durations[at] = lastedNanos;
      tally.count(what, lastedNanos, detail);
    }
    boolean delayed = delays.get() > 0;
    for (Follower follower : followers) {
      follower.recorded(number, delayed);
    }
  }

  /**
   * Delays the pausing readers until {@link #wakeReaders}, which the same thread must call soon: to
   * wake a thread takes time that a client would have to wait for.
   */
  void delayReaders() {
    delays.incrementAndGet();
  }

  /** Ends the delay: the readers are woken for what any thread has recorded meanwhile. */
  void wakeReaders() {
    delays.decrementAndGet();
    long number = last;
    for (Follower follower : followers) {
      follower.recorded(number, false);
    }
  }

  /** How many events there have been. */
  public Tally tally() {
    return tally;
  }

  /** At most the given number of the newest events, oldest first. */
  public List<Event> newest(int most) {
    synchronized (kinds) {
      return from(Math.max(1, last - most + 1), most);
    }
  }

  /** The number of the last event; zero before the first. */
  public long last() {
    return last;
  }

  /** At most the given number of events, from this number on, as far as they are kept. */
  public List<Event> from(long first, int most) {
    synchronized (kinds) {
      List<Event> events = new ArrayList<>();
      for (long n = Math.max(first, last - kinds.length + 1);
          n <= last && events.size() < most;
          n++) {
        events.add(event(n));
      }
      return events;
    }
  }

  private Event event(long number) {
    int at = (int) (number % kinds.length);
    return new Event(
        number,
        Clock.instant(micros[at]),
        Objects.requireNonNull(kinds[at]),
        Objects.requireNonNull(paths[at]),
        callers[at],
        durations[at] == NONE ? null : Duration.ofNanos(durations[at]),
        details[at]);
  }

  /**
   * Hands every event from now on, in order and one at a time, to a reader that runs on the
   * executor whenever there is something to read.
   *
   * @param pause the delay after an event, so that the reader reads many at a time and does not
   *     slow down the clients that they release; shorter if much is unread. Zero is at once.
   * @return ends it; the reader may still be reading when that returns
   */
  @CanIgnoreReturnValue
  public Runnable follow(Executor executor, Duration pause, Reader reader) {
    synchronized (kinds) {
      Follower follower = new Follower(executor, pause, reader, last + 1);
      Follower[] more = Arrays.copyOf(followers, followers.length + 1);
      more[followers.length] = follower;
      followers = more;
      return () -> remove(follower);
    }
  }

  private void remove(Follower ended) {
    synchronized (kinds) {
      followers =
          Arrays.stream(followers).filter(each -> !each.equals(ended)).toArray(Follower[]::new);
    }
  }

  /** Makes the readers read everything that is recorded, now. */
  public void flush() {
    for (Follower follower : followers) {
      follower.readNow();
    }
  }

  private final class Follower {
    private final Executor executor;
    private final Duration pause;
    private final Reader reader;

    /** Whether a turn to read is due; reset when that turn begins to read. */
    private enum Turn {
      NOT_DUE,
      DUE_LATER,
      DUE_NOW
    }

    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.NOT_DUE);

    /** The number of the next event to read; written under this. */
    private volatile long next;

    Follower(Executor executor, Duration pause, Reader reader, long next) {
      this.executor = executor;
      this.pause = pause;
      this.reader = reader;
      this.next = next;
    }

    /**
     * Events up to this number are recorded, if any.
     *
     * @param delayed whether this will be called again soon
     */
    void recorded(long number, boolean delayed) {
      if (number < next) {
        return;
      }
      if (pause.isZero() || number - next >= kinds.length / PART_UNREAD) {
        readNow();
      } else if (!delayed && turn.compareAndSet(Turn.NOT_DUE, Turn.DUE_LATER)) {
        clock.after(
            pause,
            () -> {
              if (turn.compareAndSet(Turn.DUE_LATER, Turn.DUE_NOW)) {
                executor.execute(this::read);
              }
            });
      }
    }

    void readNow() {
      if (turn.get() != Turn.DUE_NOW && turn.getAndSet(Turn.DUE_NOW) != Turn.DUE_NOW) {
        executor.execute(this::read);
      }
    }

    private synchronized void read() {
      // Before reading: events that are recorded from here on are read below or cause another turn.
      turn.set(Turn.NOT_DUE);
      for (List<Event> events = from(next, BATCH); !events.isEmpty(); events = from(next, BATCH)) {
        events.forEach(this::handOver);
        called(reader::batchRead);
      }
    }

    private void handOver(Event event) {
      long overwritten = event.number() - next;
      // Before the reader is called: a reader that fails must not get the same event again.
      next = event.number() + 1;
      called(
          () -> {
            if (overwritten > 0) {
              reader.missed(overwritten);
            }
            reader.read(event);
          });
    }

    private void called(Runnable call) {
      try {
        call.run();
      } catch (Throwable e) { // The following events are still read.
        defects.caught("A reader of the journal failed", e);
      }
    }
  }
}
