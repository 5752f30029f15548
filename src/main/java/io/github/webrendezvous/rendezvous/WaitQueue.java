package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in the order in which they came. Adding, removing and resolving the whole queue cost the
 * same however long it is. Not thread-safe: the point that owns it guards it, until it is resolved
 * and never changes again.
 */
final class WaitQueue {
  private @Nullable Waiter first;
  private @Nullable Waiter last;
  private int size;

  /** How the point has resolved all waiters in it; null while they wait. */
  private @Nullable Outcome outcome;

  /** When they were resolved, on the clock. */
  private long resolvedNanos;

  boolean isEmpty() {
    return first == null;
  }

  /** The waiter that came first; null if the queue is empty. */
  @Nullable Waiter first() {
    return first;
  }

  int size() {
    return size;
  }

  void add(Waiter waiter) {
    waiter.queue = this;
    waiter.previous = last;
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    size++;
  }

  /** Removes a waiter that is in this queue. */
  void remove(Waiter waiter) {
    if (waiter.previous == null) {
      first = waiter.next;
    } else {
      waiter.previous.next = waiter.next;
    }
    if (waiter.next == null) {
      last = waiter.previous;
    } else {
      waiter.next.previous = waiter.previous;
    }
    waiter.queue = null;
    waiter.previous = null;
    waiter.next = null;
    size--;
  }

  /** Resolves all waiters in it, once. */
  void resolve(Outcome decided, long nanos) {
    outcome = decided;
    resolvedNanos = nanos;
  }

  long resolvedNanos() {
    return resolvedNanos;
  }

  @Nullable Outcome outcome() {
    return outcome;
  }

  List<Wait> waits() {
    List<Wait> waits = new ArrayList<>(size);
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      waits.add(waiter.wait);
    }
    return waits;
  }

  /** The waits of several queues, in the order in which they began. */
  static List<Wait> waits(List<WaitQueue> queues) {
    List<Wait> waits = new ArrayList<>();
    queues.forEach(queue -> waits.addAll(queue.waits()));
    waits.sort(Comparator.comparingLong(Wait::sinceMicros));
    return waits;
  }
}
