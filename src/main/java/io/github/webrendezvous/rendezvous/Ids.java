package io.github.webrendezvous.rendezvous;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of arrivals, in the order in which they came. Adding one makes a new set that shares its
 * memory with the one before, and leaves that one as it was. Thread-safe: the shared map guards
 * itself.
 */
final class Ids {
  static final Ids NONE = new Ids(Map.of(), 0, 0);

  /** The bytes that a map adds to an id. */
  private static final long PER_ENTRY = 100;

  /** Each id by its number; those from {@link #size} on belong to sets that came later. */
  private final Map<String, Integer> numbers;

  private final int size;
  private final long bytes;

  private Ids(Map<String, Integer> numbers, int size, long bytes) {
    this.numbers = numbers;
    this.size = size;
    this.bytes = bytes;
  }

  /** The size of an id in bytes; zero for none. */
  static long sizeOf(@Nullable String id) {
    return id == null ? 0 : 2L * id.length() + PER_ENTRY;
  }

  boolean contains(String id) {
    if (size == 0) {
      return false;
    }
    synchronized (numbers) {
      Integer number = numbers.get(id);
      return number != null && number < size;
    }
  }

  /** The set with one more id; this set if it has that already. */
  Ids with(String id) {
    if (contains(id)) {
      return this;
    }
    if (size > 0) {
      synchronized (numbers) {
        if (numbers.size() == size) {
          numbers.put(id, size);
          return new Ids(numbers, size + 1, bytes + sizeOf(id));
        }
      }
    }
    Map<String, Integer> copy = new LinkedHashMap<>();
    for (String known : first(size)) {
      copy.put(known, copy.size());
    }
    copy.put(id, size);
    return new Ids(copy, size + 1, bytes + sizeOf(id));
  }

  /** At most that many, in their order. */
  List<String> first(int most) {
    if (size == 0) {
      return List.of();
    }
    synchronized (numbers) {
      return numbers.keySet().stream().limit(Math.min(most, size)).toList();
    }
  }

  /** The size of all of them in bytes. */
  long bytes() {
    return bytes;
  }

  /** The same with one more id. */
  long bytesWith(String id) {
    return contains(id) ? bytes : bytes + sizeOf(id);
  }
}
