package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The machine's time, and one daemon thread that does nothing but sleep until the next alarm.
 * Thread-safe.
 */
public final class SystemClock implements Clock, AutoCloseable {
  private static final long TO_END_MILLIS = 1_000;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final TimerHeap alarms = new TimerHeap();

  private final Defects defects = new Defects();

  /** Serves the alarms; started with the first. */
  @GuardedBy("lock")
  private @Nullable Thread thread;

  /** Until when it sleeps, on the clock; meaningful while {@link #asleep}. */
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
  public void set(Timer alarm, Duration delay) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      alarm.atNanos = nanos() + delay.toNanos();
      alarms.add(alarm);
      if (thread == null) {
        thread = startThread();
      } else if (asleep && alarm.atNanos - sleepsUntil < 0) {
        lock.notifyAll();
      }
    }
  }

  /** Null if the system has no thread to give: the next alarm that is set asks again. */
  private @Nullable Thread startThread() {
    try {
      Thread started = new Thread(this::serve, "web-rendezvous-clock");
      started.setDaemon(true);
      started.start();
      return started;
    } catch (OutOfMemoryError e) {
      defects.caught("There is no thread to be had for alarms", e);
      return null;
    }
  }

  @Override
  public void cancel(Timer alarm) {
    synchronized (lock) {
      // Whoever sleeps until then finds nothing to do; to wake it now would cost more.
      alarms.remove(alarm);
    }
  }

  private void serve() {
    boolean open = true;
    while (open) {
      try {
        Timer due = next();
        open = due != null;
        if (due != null) {
          due.ring();
        }
      } catch (InterruptedException e) {
        open = false;
      } catch (Throwable e) { // Every other alarm depends on this thread.
        defects.caught("An alarm broke", e);
      }
    }
  }

  /** Sleeps until an alarm is due, and takes it out; null once the clock is closed. */
  private @Nullable Timer next() throws InterruptedException {
    synchronized (lock) {
      while (!closed) {
        Timer first = alarms.first();
        long left = first == null ? Long.MAX_VALUE : first.atNanos - nanos();
        if (first != null && left <= 0) {
          alarms.remove(first);
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

  /** Forgets every alarm and ends the thread. */
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
