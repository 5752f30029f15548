package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of those who wait for one arrival, for two, and so on. Not thread-safe: the meeting
 * point that owns them guards them.
 */
final class QueuesByCount {
  /** Those who wait for the first arrival, as almost all do. Null until there is one. */
  private @Nullable WaitQueue first;

  /** Those who wait for more, by how many; no line in it is empty. Null until there is one. */
  private @Nullable NavigableMap<Long, WaitQueue> more;

  void join(Waiter place, long count) {
    if (count == 1) {
      if (first == null) {
        first = new WaitQueue();
      }
      first.join(place);
      return;
    }
    if (more == null) {
      more = new TreeMap<>();
    }
    more.computeIfAbsent(count, c -> new WaitQueue()).join(place);
  }

  /** Somebody who waited for that many has left its line. */
  void left(WaitQueue from, long count) {
    if (from != first && from.isEmpty() && more != null) {
      more.remove(count);
    }
  }

  /** Those whose number is reached; they stand here no more. */
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

  /** Who waits, in the order in which they came. */
  List<Wait> waits() {
    if (more == null || more.isEmpty()) {
      return first == null ? List.of() : first.waits();
    }
    List<WaitQueue> lines = new ArrayList<>(more.values());
    if (first != null) {
      lines.add(first);
    }
    return WaitQueue.waits(lines);
  }
}
