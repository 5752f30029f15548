package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Limit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Limits how many waits one address has at the same time. Thread-safe. */
public final class CallerLimit {
  private final int most;

  /** If not, nothing is counted, as another limit is reached first. */
  private final boolean matters;

  /** How many waits each address has that has any. */
  private final Map<String, Integer> waits = new ConcurrentHashMap<>();

  /**
   * @param most waits of one address
   * @param ofAll the most waits of all addresses together
   */
  public CallerLimit(int most, int ofAll) {
    this.most = most;
    matters = most < ofAll;
  }

  /** Counts a wait of an address; the limit, and nothing is counted, if it is reached. */
  @Nullable Limit take(String address) {
    if (!matters) {
      return null;
    }
    boolean[] taken = {false};
    waits.compute(
        address,
        (same, before) -> {
          int has = before == null ? 0 : before;
          taken[0] = has < most;
          return taken[0] ? Integer.valueOf(has + 1) : before;
        });
    return taken[0] ? null : new Limit(Limit.Kind.WAITS_OF_CALLER, most);
  }

  /** What to run when a wait that was counted has ended; it has an effect once. */
  Runnable whenEnded(String address) {
    if (!matters) {
      return () -> {};
    }
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        waits.computeIfPresent(address, (same, before) -> before == 1 ? null : before - 1);
      }
    };
  }
}
