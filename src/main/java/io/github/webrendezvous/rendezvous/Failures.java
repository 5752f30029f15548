package io.github.webrendezvous.rendezvous;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The failures that were signalled for one key; the newest counts. The failure of an id ends when
 * the same id signals otherwise; a failure without an id stays until all are forgotten. Immutable.
 */
final class Failures {
  static final Failures NONE = new Failures(Map.of(), null, 0);

  /** In place of an id, which is never empty. */
  private static final String NO_ID = "";

  /** In place of a reason in the map. */
  private static final Value NO_REASON = new Value(new byte[0], null);

  /** Reasons by id, the newest last. */
  private final Map<String, Value> byId;

  /** The last of them; null if there is none. */
  private final @Nullable Value newest;

  private final long bytes;

  private Failures(Map<String, Value> byId, @Nullable Value newest, long bytes) {
    this.byId = byId;
    this.newest = newest;
    this.bytes = bytes;
  }

  Failures with(@Nullable String id, @Nullable Value reason) {
    String key = id == null ? NO_ID : id;
    Value value = reason == null ? NO_REASON : reason;
    Map<String, Value> more = new LinkedHashMap<>(byId);
    more.remove(key); // So that it is the newest.
    more.put(key, value);
    return new Failures(more, value, bytesWith(id, reason));
  }

  /** Without the failure of an id. */
  Failures without(@Nullable String id) {
    if (id == null || !byId.containsKey(id)) {
      return this;
    }
    Map<String, Value> fewer = new LinkedHashMap<>(byId);
    fewer.remove(id);
    Value last = null;
    for (Value reason : fewer.values()) {
      last = reason;
    }
    return new Failures(fewer, last, bytesWithout(id));
  }

  /** All of them, the newest last. */
  List<SavedLatch.Failure> saved() {
    return byId.entrySet().stream()
        .map(
            each ->
                new SavedLatch.Failure(
                    each.getKey().equals(NO_ID) ? null : each.getKey(),
                    each.getValue().equals(NO_REASON) ? null : each.getValue()))
        .toList();
  }

  /** How waits on the key end; null if nothing has failed. */
  @Nullable Outcome outcome(String path) {
    return newest == null ? null : new Outcome.Failed(path, newest.size() == 0 ? null : newest);
  }

  /** The size of all of them in bytes. */
  long bytes() {
    return bytes;
  }

  /** The same with one more failure. */
  long bytesWith(@Nullable String id, @Nullable Value reason) {
    return bytesWithout(id == null ? NO_ID : id) + Ids.sizeOf(id) + Value.sizeOf(reason);
  }

  /** The same without the failure of an id; null is no id. */
  long bytesWithout(@Nullable String id) {
    Value reason = id == null ? null : byId.get(id);
    if (id == null || reason == null) {
      return bytes;
    }
    return bytes - (id.equals(NO_ID) ? 0 : Ids.sizeOf(id)) - reason.size();
  }
}
