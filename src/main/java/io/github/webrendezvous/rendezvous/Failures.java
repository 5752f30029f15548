package io.github.webrendezvous.rendezvous;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was reported as failed at one key, by whom; the newest counts. A failure of somebody with an
 * id ends when the same id reports otherwise; one without an id stands until all are forgotten. Not
 * thread-safe: the meeting point that owns it guards it.
 */
final class Failures {
  /** In place of an id, which is never empty. */
  private static final String NOBODY = "";

  /** Stands for no reason in the map. */
  private static final Value NO_REASON = new Value(new byte[0], null);

  /** Reasons by id, the newest last. */
  private final Map<String, Value> byId = new LinkedHashMap<>();

  private long bytes;

  /** How much would be held with this failure. */
  long bytesWith(@Nullable String id, @Nullable Value reason) {
    return bytesWithout(id == null ? NOBODY : id) + KeyPoint.size(id) + KeyPoint.size(reason);
  }

  /** How much would be held without the failure of this id; without one, all of it. */
  long bytesWithoutThatOf(@Nullable String id) {
    return id == null ? bytes : bytesWithout(id);
  }

  private long bytesWithout(String who) {
    Value before = byId.get(who);
    long ofId = who.equals(NOBODY) ? 0 : KeyPoint.size(who);
    return before == null ? bytes : bytes - ofId - before.size();
  }

  void add(@Nullable String id, @Nullable Value reason) {
    bytes = bytesWith(id, reason);
    String who = id == null ? NOBODY : id;
    byId.remove(who); // So that it is the newest.
    byId.put(who, reason == null ? NO_REASON : reason);
  }

  /** Somebody with this id has reported otherwise. */
  void remove(@Nullable String id) {
    if (id != null) {
      bytes = bytesWithout(id);
      byId.remove(id);
    }
  }

  /** How waits on the key end; null if nothing has failed. */
  @Nullable Outcome outcome(String path) {
    Value newest = null;
    for (Value reason : byId.values()) {
      newest = reason;
    }
    if (newest == null) {
      return null;
    }
    return new Outcome.Failed(path, newest.size() == 0 ? null : newest);
  }
}
