package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded, ordered record of what happened: the newest events, oldest first. Recording costs a
 * short lock and never waits for a reader; a reader that falls behind by more than the bound misses
 * events, and is told how many. Thread-safe.
 */
public final class Journal {
  private static final Logger LOG = System.getLogger(Journal.class.getName());

  // How many events a follower is handed per lock.
  private static final int BATCH = 256;

  private final Clock clock;

  /**
   * A ring; event n stands at n modulo its length. Guarded by itself, as is the number of the last
   * event.
   */
  private final @Nullable Event[] ring;

  private long last;

  private final List<Runnable> followers = new CopyOnWriteArrayList<>();

  /**
   * @param capacity how many events are kept
   */
  public Journal(Clock clock, int capacity) {
    this.clock = clock;
    this.ring = new Event[capacity];
  }

  /** Records an event and returns when it was. */
  @CanIgnoreReturnValue
  Instant record(
      Event.What what,
      String path,
      @Nullable String caller,
      @Nullable Duration lasted,
      @Nullable String detail) {
    String shown = detail == null ? null : Shown.of(detail);
    Instant now;
    synchronized (ring) {
      now = clock.now();
      last++;
      ring[(int) (last % ring.length)] = new Event(last, now, what, path, caller, lasted, shown);
    }
    for (Runnable follower : followers) {
      follower.run();
    }
    return now;
  }

  /** At most the given number of the newest events, oldest first. */
  public List<Event> newest(int most) {
    synchronized (ring) {
      return from(Math.max(1, last - most + 1), most);
    }
  }

  /**
   * At most the given number of events, from the one with this number on, as far as they are kept.
   */
  private List<Event> from(long first, int most) {
    synchronized (ring) {
      List<Event> events = new ArrayList<>();
      for (long n = Math.max(first, last - ring.length + 1);
          n <= last && events.size() < most;
          n++) {
        Event event = ring[(int) (n % ring.length)];
        if (event != null) {
          events.add(event);
        }
      }
      return events;
    }
  }

  /**
   * Hands every event from now on, in order and one at a time, to a reader that runs on the
   * executor whenever there is something to read.
   *
   * @param missed is told how many events were overwritten before they could be read
   */
  public void follow(Executor executor, Consumer<Event> reader, LongConsumer missed) {
    long start;
    synchronized (ring) {
      start = last + 1;
    }
    followers.add(new Follower(executor, reader, missed, start));
  }

  private final class Follower implements Runnable {
    private final Executor executor;
    private final Consumer<Event> reader;
    private final LongConsumer missed;

    /** True from when a turn is handed to the executor until that turn begins to read. */
    private final AtomicBoolean due = new AtomicBoolean();

    /** The number of the next event to read; guarded by this. */
    private long next;

    /** Whether the reader ever broke; guarded by this. */
    private boolean broke;

    Follower(Executor executor, Consumer<Event> reader, LongConsumer missed, long next) {
      this.executor = executor;
      this.reader = reader;
      this.missed = missed;
      this.next = next;
    }

    @Override
    public void run() {
      if (due.compareAndSet(false, true)) {
        executor.execute(this::read);
      }
    }

    private synchronized void read() {
      // Before reading: what is recorded from here on either is read below or asks for another
      // turn.
      due.set(false);
      for (List<Event> events = from(next, BATCH); !events.isEmpty(); events = from(next, BATCH)) {
        events.forEach(this::handOver);
      }
    }

    private void handOver(Event event) {
      long overwritten = event.number() - next;
      // Before the reader is called: one that breaks must not be handed the same event for ever.
      next = event.number() + 1;
      try {
        if (overwritten > 0) {
          missed.accept(overwritten);
        }
        reader.accept(event);
      } catch (RuntimeException e) {
        if (!broke) {
          broke = true;
          LOG.log(Logger.Level.WARNING, "A reader of the journal broke; this is said once", e);
        }
      }
    }
  }
}
