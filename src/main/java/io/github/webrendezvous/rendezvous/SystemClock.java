package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of the machine, and one daemon thread that sleeps until the next timer is due.
 * Thread-safe.
 */
public final class SystemClock implements Clock, AutoCloseable {
  private static final long TO_END_MILLIS = 1_000;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final TimerHeap timers = new TimerHeap();

  private final Defects defects = new Defects();

  /** Fires the timers; started with the first. */
  @GuardedBy("lock")
  private @Nullable Thread thread;

  /** The end of its sleep, on the clock; valid while {@link #asleep}. */
  @GuardedBy("lock")
  private long sleepsUntil;

  @GuardedBy("lock")
  private boolean asleep;

  @GuardedBy("lock")
  private boolean closed;

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void set(Timer timer, Duration delay) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      timer.atNanos = nanos() + delay.toNanos();
      timers.add(timer);
      if (thread == null) {
        thread = startThread();
      } else if (asleep && timer.atNanos - sleepsUntil < 0) {
        lock.notifyAll();
      }
    }
  }

  /** How late the next timer is; zero if it is on time. */
  public Duration lateness() {
    synchronized (lock) {
      Timer first = timers.first();
      return first == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanos() - first.atNanos));
    }
  }

  /** Null if no thread could be started: the next timer tries again. */
  private @Nullable Thread startThread() {
    try {
      Thread started = new Thread(this::serve, "web-rendezvous-clock");
      started.setDaemon(true);
      started.start();
      return started;
    } catch (OutOfMemoryError e) {
      defects.caught("No thread could be started for timers", e);
      return null;
    }
  }

  @Override
  public void cancel(Timer timer) {
    synchronized (lock) {
      // The thread may wake up for nothing then; waking it now would cost more.
      timers.remove(timer);
    }
  }

  private void serve() {
    boolean open = true;
    while (open) {
      try {
        Timer due = next();
        open = due != null;
        if (due != null) {
          due.fire();
        }
      } catch (InterruptedException e) {
        open = false;
      } catch (Throwable e) { // Every other timer depends on this thread.
        defects.caught("A timer task failed", e);
      }
    }
  }

  /** Sleeps until a timer is due, and removes it; null once the clock is closed. */
  private @Nullable Timer next() throws InterruptedException {
    synchronized (lock) {
      while (!closed) {
        Timer first = timers.first();
        long left = first == null ? Long.MAX_VALUE : first.atNanos - nanos();
        if (first != null && left <= 0) {
          timers.remove(first);
          return first;
        }
        sleepsUntil = nanos() + Math.min(left, TimeUnit.DAYS.toNanos(1));
        asleep = true;
        TimeUnit.NANOSECONDS.timedWait(lock, sleepsUntil - nanos());
        asleep = false;
      }
      return null;
    }
  }

  /** Forgets every timer and ends the thread. */
  @Override
  public void close() {
    Thread ending;
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
      ending = thread;
    }
    try {
      if (ending != null) {
        ending.join(TO_END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
