package io.github.webrendezvous.web;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that the application starts: few, named, daemons, and gone when idle. */
final class Threads {
  private static final long IDLE_SECONDS = 10;

  private Threads() {}

  /**
   * A pool of at most that many threads. After its end it runs what it is handed on the caller's
   * thread.
   */
  static ExecutorService pool(String name, int most) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(task, "web-rendezvous-" + name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (task, ended) -> task.run());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Lets a pool finish what it was handed, for a while, and then interrupts it. */
  static void end(ExecutorService pool, Duration patience) {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
