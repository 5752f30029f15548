package io.github.webrendezvous.app;

import io.github.webrendezvous.rendezvous.Defects;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some of the threads that the application starts: few, named, daemon threads that end when idle.
 * Thread-safe.
 */
public final class Threads implements Executor {
  private static final long IDLE_SECONDS = 10;

  /** Makes a thread and does not start it. */
  public interface Maker {
    Thread thread(Runnable task, String name);
  }

  private final Factory factory;
  private final ThreadPoolExecutor pool;
  private final Defects defects = new Defects();
  private final boolean callerMayRun;

  private Threads(
      String name, Maker maker, int most, BlockingQueue<Runnable> queue, boolean callerMayRun) {
    this.callerMayRun = callerMayRun;
    factory = new Factory("web-rendezvous-" + name + "-", maker);
    pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            queue,
            factory,
            (task, ended) -> task.run());
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * At most that many; further tasks are queued without a limit. If no thread can be started, the
   * caller runs the task: no task is lost.
   */
  public static Threads atMost(int most, String name) {
    return atMost(most, name, Thread::new);
  }

  public static Threads atMost(int most, String name, Maker maker) {
    return new Threads(name, maker, most, new LinkedBlockingQueue<>(), true);
  }

  /**
   * One for each task if no other is idle. The caller must limit the number of tasks, and gets an
   * exception if no thread can be started.
   */
  public static Threads asNeeded(String name) {
    return asNeeded(name, Thread::new);
  }

  public static Threads asNeeded(String name, Maker maker) {
    Threads threads = new Threads(name, maker, Integer.MAX_VALUE, new SynchronousQueue<>(), false);
    threads.pool.setCorePoolSize(0);
    return threads;
  }

  /** Runs a task on one of the threads, or on the caller's after the end. */
  @Override
  public void execute(Runnable task) {
    Runnable safe = () -> runSafely(task);
    try {
      pool.execute(safe);
    } catch (Throwable e) {
      if (!callerMayRun) {
        throw e;
      }
      defects.caught("No thread could be started", e);
      safe.run();
    }
  }

  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) { // The thread goes on with the next task.
      defects.caught("A task failed", e);
    }
  }

  /**
   * Lets them finish their tasks, and interrupts them if none ends for a while. Returns when they
   * have ended: a pool reports its end a moment before that of its threads.
   *
   * @param patience the longest time in which no task ends; with many tasks, all take longer
   */
  public void end(Duration patience) {
    finish(patience);
    factory.join(patience);
  }

  private void finish(Duration patience) {
    pool.shutdown();
    try {
      long before = -1;
      while (pool.getCompletedTaskCount() > before) {
        before = pool.getCompletedTaskCount();
        if (pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
      pool.shutdownNow();
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static final class Factory implements ThreadFactory {
    private final String prefix;
    private final Maker maker;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<Thread> started = ConcurrentHashMap.newKeySet();

    Factory(String prefix, Maker maker) {
      this.prefix = prefix;
      this.maker = maker;
    }

    @Override
    public Thread newThread(Runnable task) {
      started.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
      Thread thread = maker.thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      started.add(thread);
      return thread;
    }

    void join(Duration patience) {
      long end = System.nanoTime() + patience.toNanos();
      try {
        for (Thread thread : started) {
          TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1_000_000, end - System.nanoTime()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
