package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Notifies the waiters of queues that a point has resolved, on threads that do nothing else: a
 * thread that probes or fires timers never answers a client. Only a signaller notifies a few
 * waiters itself, as that is faster. Thread-safe.
 */
final class Releases {
  // Small enough to spread many waiters over the threads, large enough that handing over costs
  // little.
  private static final int PER_TASK = 64;

  private static final List<Duration> BOUNDS =
      List.of(
          Duration.ofNanos(100_000),
          Duration.ofNanos(250_000),
          Duration.ofNanos(500_000),
          Duration.ofMillis(1),
          Duration.ofNanos(2_500_000),
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(25),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));

  private final Clock clock;
  private final Executor threads;
  private final int few;

  /** From the resolution of a waiter until it was notified. */
  private final Timings times = new Timings(BOUNDS);

  /**
   * @param few the most waiters that a signaller notifies itself
   */
  Releases(Clock clock, Executor threads, int few) {
    this.clock = clock;
    this.threads = threads;
    this.few = few;
  }

  /** How long it took from the resolution of waiters until they were notified. */
  Timings times() {
    return times;
  }

  /** Runs a task on another thread. */
  void elsewhere(Runnable task) {
    threads.execute(task);
  }

  /** Notifies all waiters of these queues on other threads, those of several queues on several. */
  void release(List<WaitQueue> resolved) {
    for (WaitQueue queue : resolved) {
      if (queue.size() > 0) {
        threads.execute(() -> notifyInSlices(queue.first(), queue));
      }
    }
  }

  /**
   * Notifies the waiters on this thread, if they are few; it is the thread of a signaller, which
   * has no other work.
   *
   * @return a task that notifies them on other threads, if they are more; else null
   */
  @Nullable Runnable releaseFew(List<WaitQueue> resolved) {
    int waiters = count(resolved);
    if (waiters > few) {
      return () -> release(resolved);
    }
    if (waiters > 0) {
      notifyAll(resolved);
    }
    return null;
  }

  private static int count(List<WaitQueue> queues) {
    int waiters = 0;
    for (WaitQueue queue : queues) {
      waiters += queue.size();
    }
    return waiters;
  }

  private void notifyAll(List<WaitQueue> resolved) {
    for (WaitQueue queue : resolved) {
      notifyInSlices(queue.first(), queue);
    }
  }

  /** All slices but the first go to other threads. */
  private void notifyInSlices(@Nullable Waiter first, WaitQueue queue) {
    for (Waiter from = after(first); from != null; from = after(from)) {
      Waiter slice = from;
      threads.execute(() -> notifySlice(slice, queue));
    }
    notifySlice(first, queue);
  }

  /** The first waiter of the next slice; null if there is none. */
  private static @Nullable Waiter after(@Nullable Waiter slice) {
    Waiter waiter = slice;
    for (int i = 0; i < PER_TASK && waiter != null; i++) {
      waiter = waiter.next;
    }
    return waiter;
  }

  private void notifySlice(@Nullable Waiter slice, WaitQueue queue) {
    Outcome outcome = Objects.requireNonNull(queue.outcome());
    Waiter waiter = slice;
    int notified = 0;
    while (notified < PER_TASK && waiter != null) {
      Waiter next = waiter.next;
      waiter.resolved(outcome);
      waiter = next;
      notified++;
    }
    if (notified > 0) {
      // Once for the slice, as reading the clock costs a third of a notification.
      times.add(clock.nanos() - queue.resolvedNanos(), notified);
    }
  }
}
