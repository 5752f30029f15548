package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What keys and waits are, as simply as it can be said: no threads, no lines, no alarms. */
final class Model {
  /** A key; forgotten as a whole by a reset or when its time is over. */
  static final class KeyState {
    boolean signalled;
    boolean failed;
    @Nullable Value value;
    @Nullable Value reason;
    long arrivals;
    final Set<String> ids = new HashSet<>();
    long expiresAt = Long.MAX_VALUE;

    /** Whether a wait has timed out since the last signal or reset. */
    boolean missed;

    void forget() {
      signalled = false;
      failed = false;
      value = null;
      reason = null;
      arrivals = 0;
      ids.clear();
      expiresAt = Long.MAX_VALUE;
    }
  }

  /** A wait that has not ended. */
  record Pending(String key, long count, long deadline) {}

  private final Map<String, KeyState> keys = new LinkedHashMap<>();
  private final Map<Wait, Pending> pending = new LinkedHashMap<>();
  private final Map<Wait, Outcome> ended = new LinkedHashMap<>();
  private long now;

  KeyState key(String name) {
    KeyState key = keys.computeIfAbsent(name, n -> new KeyState());
    if (now >= key.expiresAt) {
      key.forget();
    }
    return key;
  }

  void waits(Wait wait, String name, long count, long timeout) {
    Outcome known = known(name, count);
    if (known != null) {
      ended.put(wait, known);
      return;
    }
    pending.put(wait, new Pending(name, count, now + timeout));
    timeOut();
  }

  void signals(String name, Signal signal) {
    KeyState key = key(name);
    if (signal.arrival()) {
      key.arrivals += signal.id() == null || key.ids.add(signal.id()) ? 1 : 0;
      key.value = signal.failed() || signal.value() == null ? key.value : signal.value();
    } else {
      key.arrivals = Math.max(1, key.arrivals);
      key.value = signal.failed() ? null : signal.value();
    }
    key.signalled = true;
    key.failed = signal.failed();
    key.reason = signal.failed() ? signal.value() : null;
    key.expiresAt = signal.ttl() == null ? Long.MAX_VALUE : now + signal.ttl().toNanos();
    key.missed = false;
    List.copyOf(pending.keySet())
        .forEach(
            wait -> {
              Pending waiting = pending.get(wait);
              if (waiting != null && waiting.key().equals(name)) {
                end(wait, known(name, waiting.count()));
              }
            });
  }

  void resets(String name) {
    KeyState key = key(name);
    key.forget();
    key.missed = false;
    waiting(name).forEach(wait -> end(wait, new Outcome.Reset(name)));
  }

  void leaves(Wait wait) {
    end(wait, new Outcome.Gone());
  }

  void passes(long nanos) {
    now += nanos;
    timeOut();
  }

  private void timeOut() {
    List.copyOf(pending.entrySet())
        .forEach(
            entry -> {
              if (entry.getValue().deadline() <= now) {
                key(entry.getValue().key()).missed = true;
                String name = entry.getValue().key();
                end(
                    entry.getKey(),
                    new Outcome.TimedOut(new Missing.NotSignalled(name, List.of())));
              }
            });
  }

  private void end(Wait wait, @Nullable Outcome outcome) {
    if (outcome != null && pending.remove(wait) != null) {
      ended.put(wait, outcome);
    }
  }

  private @Nullable Outcome known(String name, long count) {
    KeyState key = key(name);
    if (key.signalled && key.failed) {
      return new Outcome.Failed(name, key.reason);
    }
    return key.signalled && key.arrivals >= count ? new Outcome.Released(key.value) : null;
  }

  /** How a wait has ended; null while it waits. */
  @Nullable Outcome ended(Wait wait) {
    return ended.get(wait);
  }

  /** Who waits for a key, in the order in which they came. */
  List<Wait> waiting(String name) {
    List<Wait> waiting = new ArrayList<>();
    pending.forEach(
        (wait, what) -> {
          if (what.key().equals(name)) {
            waiting.add(wait);
          }
        });
    return waiting;
  }
}
