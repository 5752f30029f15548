package io.github.webrendezvous.exchange;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** How many responses there have been, by status. Thread-safe. */
public final class ResponseCounts {
  private static final int STATUSES = 600;

  /** The counts by status; null for a status that was never sent. */
  private final AtomicReferenceArray<LongAdder> counts = new AtomicReferenceArray<>(STATUSES);

  public ResponseCounts() {}

  void count(int status) {
    LongAdder count = counts.get(status);
    if (count == null) {
      counts.compareAndSet(status, null, new LongAdder());
      count = counts.get(status);
    }
    count.increment();
  }

  /** The counts so far, by status. */
  public Map<Integer, Long> byStatus() {
    Map<Integer, Long> byStatus = new TreeMap<>();
    for (int status = 0; status < STATUSES; status++) {
      LongAdder count = counts.get(status);
      if (count != null) {
        byStatus.put(status, count.sum());
      }
    }
    return byStatus;
  }
}
