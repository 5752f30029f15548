package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a key, by the number of arrivals that their waiters wait for. Not thread-safe: the
 * point that owns them guards them.
 */
final class QueuesByCount {
  /** The waiters for the first arrival, which are almost all; null until there is one. */
  private @Nullable WaitQueue first;

  /** The other queues, by number of arrivals; none is empty. Null until there is one. */
  private @Nullable NavigableMap<Long, WaitQueue> more;

  void add(Waiter waiter, long count) {
    if (count == 1) {
      if (first == null) {
        first = new WaitQueue();
      }
      first.add(waiter);
      return;
    }
    if (more == null) {
      more = new TreeMap<>();
    }
    more.computeIfAbsent(count, c -> new WaitQueue()).add(waiter);
  }

  /** A waiter for that many arrivals has left its queue. */
  void removed(WaitQueue from, long count) {
    if (from != first && from.isEmpty() && more != null) {
      more.remove(count);
    }
  }

  /** Removes and returns the queues whose number of arrivals is reached. */
  List<WaitQueue> takeUpTo(long arrivals) {
    List<WaitQueue> taken = first == null ? List.of() : List.of(first);
    first = null;
    if (more == null || more.isEmpty()) {
      return taken;
    }
    NavigableMap<Long, WaitQueue> reached = more.headMap(arrivals, true);
    taken = new ArrayList<>(taken);
    taken.addAll(reached.values());
    reached.clear();
    return taken;
  }

  List<WaitQueue> takeAll() {
    return takeUpTo(Long.MAX_VALUE);
  }

  /** All waits, in the order in which they began. */
  List<Wait> waits() {
    if (more == null || more.isEmpty()) {
      return first == null ? List.of() : first.waits();
    }
    List<WaitQueue> queues = new ArrayList<>(more.values());
    if (first != null) {
      queues.add(first);
    }
    return WaitQueue.waits(queues);
  }
}
