package io.github.webrendezvous.rendezvous;

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

  private final Executor threads;
  private final int few;

  /**
   * @param few the most waiters that a signaller notifies itself
   */
  Releases(Executor threads, int few) {
    this.threads = threads;
    this.few = few;
  }

  /** Runs a task on another thread. */
  void elsewhere(Runnable task) {
    threads.execute(task);
  }

  /** Notifies all waiters of these queues on other threads. */
  void release(List<WaitQueue> resolved) {
    if (count(resolved) > 0) {
      threads.execute(() -> notifyAll(resolved));
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
      notifyInSlices(queue.first(), Objects.requireNonNull(queue.outcome()));
    }
  }

  /** All slices but the first go to other threads. */
  private void notifyInSlices(@Nullable Waiter first, Outcome outcome) {
    for (Waiter from = after(first); from != null; from = after(from)) {
      Waiter slice = from;
      threads.execute(() -> notifySlice(slice, outcome));
    }
    notifySlice(first, outcome);
  }

  /** The first waiter of the next slice; null if there is none. */
  private static @Nullable Waiter after(@Nullable Waiter slice) {
    Waiter waiter = slice;
    for (int i = 0; i < PER_TASK && waiter != null; i++) {
      waiter = waiter.next;
    }
    return waiter;
  }

  private static void notifySlice(@Nullable Waiter slice, Outcome outcome) {
    Waiter waiter = slice;
    for (int i = 0; i < PER_TASK && waiter != null; i++) {
      Waiter next = waiter.next;
      waiter.resolved(outcome);
      waiter = next;
    }
  }
}
