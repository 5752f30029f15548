package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The machine's time, and one daemon thread that does nothing but sleep until the next alarm.
 * Thread-safe.
 */
public final class SystemClock implements Clock, AutoCloseable {
  private final ScheduledThreadPoolExecutor alarms;

  /** The thread of the alarms, once there was one. */
  private volatile @Nullable Thread thread;

  public SystemClock() {
    alarms =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread started = new Thread(task, "web-rendezvous-clock");
              started.setDaemon(true);
              thread = started;
              return started;
            });
    // A wait that was released must not be kept in memory until its deadline.
    alarms.setRemoveOnCancelPolicy(true);
    alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    try {
      Future<?> future = alarms.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  /** Forgets every alarm and ends the thread. */
  @Override
  public void close() {
    alarms.shutdownNow();
    try {
      // Not the pool's awaitTermination, which returns a moment before the thread is gone.
      Thread started = thread;
      if (started != null) {
        started.join(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
