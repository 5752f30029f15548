package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The machine's time, and one daemon thread that does nothing but sleep until the next alarm.
 * Thread-safe.
 */
public final class SystemClock implements Clock, AutoCloseable {
  private static final Logger LOG = System.getLogger(SystemClock.class.getName());

  private static final long TO_END_MILLIS = 1_000;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final AlarmHeap alarms = new AlarmHeap();

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
  public void set(Ringing alarm, Duration delay) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      alarm.atNanos = nanos() + delay.toNanos();
      alarms.add(alarm);
      if (thread == null) {
        thread = new Thread(this::serve, "web-rendezvous-clock");
        thread.setDaemon(true);
        thread.start();
      } else if (asleep && alarm.atNanos - sleepsUntil < 0) {
        lock.notifyAll();
      }
    }
  }

  @Override
  public void cancel(Ringing alarm) {
    synchronized (lock) {
      // Whoever sleeps until then finds nothing to do; to wake it now would cost more.
      alarms.remove(alarm);
    }
  }

  private void serve() {
    try {
      for (Ringing due = next(); due != null; due = next()) {
        try {
          due.ring();
        } catch (RuntimeException e) {
          LOG.log(Logger.Level.WARNING, "An alarm broke", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sleeps until an alarm is due, and takes it out; null once the clock is closed. */
  private @Nullable Ringing next() throws InterruptedException {
    synchronized (lock) {
      while (!closed) {
        Ringing first = alarms.first();
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
