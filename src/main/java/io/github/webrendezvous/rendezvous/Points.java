package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * All meeting points, by path, up to a limit. When it is reached, the oldest points without waiters
 * are forgotten, those that were never signalled first. Thread-safe.
 */
final class Points {
  // A search for the oldest visits all points, so several are forgotten at once.
  private static final int PART_FORGOTTEN = 16;

  private static final int SIMILAR_KEYS = 3;

  /** The most keys that a missing key is compared with, to limit the time. */
  private static final int MOST_COMPARED = 10_000;

  /** Keys and targets never share a path, as no key starts with {@code /_}. */
  private final ConcurrentMap<String, MeetingPoint> byPath = new ConcurrentHashMap<>();

  /** One for each point in the map, or about to be put there. */
  private final Budget room;

  private final PointContext context;

  /**
   * @param most how many points there may be
   * @param context of the points
   */
  Points(int most, PointContext context) {
    room = new Budget(most);
    this.context = context;
  }

  /** The result of a visit to a point. */
  interface Visit {
    /** Whether the point had retired, so that nothing has happened. */
    default boolean foundRetired() {
      return false;
    }
  }

  /** Does something at a point. */
  interface Visitor<V extends Visit> {
    V visit(MeetingPoint point);
  }

  /** The limit that is reached if there is no room for a point. */
  Limit limit() {
    return new Limit(Limit.Kind.KEYS, room.most());
  }

  @Nullable MeetingPoint get(String path) {
    return byPath.get(path);
  }

  Collection<MeetingPoint> all() {
    return Collections.unmodifiableCollection(byPath.values());
  }

  /** The keys that have waits. */
  Set<String> waitedKeys() {
    Set<String> waited = new HashSet<>();
    for (MeetingPoint point : byPath.values()) {
      if (point instanceof KeyPoint && point.isWaitedFor()) {
        waited.add(point.path());
      }
    }
    return waited;
  }

  /**
   * Visits the point of a term, or a new one; if it has retired meanwhile, visits its successor.
   *
   * @return the result; null if there is no such point and no room for one
   */
  <V extends Visit> @Nullable V visit(Condition.Term term, Visitor<V> visitor) {
    while (true) {
      MeetingPoint known = byPath.get(term.path());
      MeetingPoint point = known != null ? known : add(term);
      if (point == null) {
        return null;
      }
      V visit = visitor.visit(point);
      if (!visit.foundRetired()) {
        return visit;
      }
      remove(point);
    }
  }

  /** A new point, or that of a faster thread; null if there is no room for one. */
  private @Nullable MeetingPoint add(Condition.Term term) {
    if (!room.take(1) && !takeRoomOfOldest()) {
      return null;
    }
    MeetingPoint made = term.newPoint(context);
    MeetingPoint other = byPath.putIfAbsent(term.path(), made);
    if (other != null) {
      room.giveBack(1);
      return other;
    }
    return made;
  }

  /** Removes a point that has nothing left to remember. */
  void tidy(MeetingPoint point) {
    if (point.retire()) {
      remove(point);
    }
  }

  /** Removes a retired point. */
  private void remove(MeetingPoint retired) {
    if (byPath.remove(retired.path(), retired)) {
      room.giveBack(1);
    }
  }

  /**
   * Takes the room of the oldest point without waiters, and forgets a part of the others. That room
   * is never free meanwhile, so no other thread can take it.
   *
   * @return false, and nothing is taken, if there is no such point
   */
  private synchronized boolean takeRoomOfOldest() {
    if (room.take(1)) { // Another thread has made room in the meantime.
      return true;
    }
    boolean taken = false;
    int forgotten = 0;
    for (Idle oldest : oldestIdle()) {
      if (forgotten > room.most() / PART_FORGOTTEN) {
        break;
      }
      if (forget(oldest)) {
        forgotten++;
        if (taken) {
          room.giveBack(1);
        }
        taken = true;
      }
    }
    return taken || room.take(1);
  }

  /**
   * Forgets the oldest signals without waiters that hold bytes: a part of all, and more until the
   * needed bytes are free; none, if all together would not be enough.
   *
   * @return whether that many bytes are free now; another thread may take them first
   */
  synchronized boolean makeRoom(Budget bytes, long needed, MeetingPoint forWhom) {
    List<Idle> holding =
        oldestIdle().stream()
            .filter(idle -> idle.bytes() > 0 && !idle.point().equals(forWhom))
            .toList();
    if (bytes.left() + holding.stream().mapToLong(Idle::bytes).sum() < needed) {
      return false;
    }
    long wanted = Math.max(needed, bytes.most() / PART_FORGOTTEN);
    for (Idle oldest : holding) {
      if (bytes.left() >= wanted) {
        break;
      }
      if (forget(oldest)) {
        room.giveBack(1);
      }
    }
    return bytes.left() >= needed;
  }

  private List<Idle> oldestIdle() {
    List<Idle> idle = new ArrayList<>();
    for (MeetingPoint point : byPath.values()) {
      Idle seen = point.idle();
      if (seen != null) {
        idle.add(seen);
      }
    }
    idle.sort(Comparator.comparing(Idle::latched).thenComparing(Idle::nanos));
    return idle;
  }

  /** Forgets a point and gives its room to the caller. */
  private boolean forget(Idle oldest) {
    MeetingPoint point = oldest.point();
    // Otherwise a waiter has come, or the point has been removed before.
    return point.forgetIfIdle() && byPath.remove(point.path(), point);
  }

  /** The signalled keys with the names most similar to a missing key, the most similar first. */
  List<String> similarTo(String path, long arrivals) {
    Likeness likeness = new Likeness(path);
    List<Map.Entry<Integer, String>> alike = new ArrayList<>();
    int compared = 0;
    for (MeetingPoint point : byPath.values()) {
      if (compared++ == MOST_COMPARED) {
        break;
      }
      int distance = point instanceof KeyPoint ? likeness.to(point.path()) : Likeness.NONE;
      if (distance != Likeness.NONE && point.wouldRelease(arrivals)) {
        alike.add(Map.entry(distance, point.path()));
      }
    }
    return alike.stream()
        .sorted(Map.Entry.<Integer, String>comparingByKey().thenComparing(Map.Entry::getValue))
        .limit(SIMILAR_KEYS)
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * A point without waiters.
   *
   * @param latched whether it has a latch, and not only a timeout
   * @param nanos the time of its last change, on the clock
   * @param bytes of its value and ids
   */
  record Idle(MeetingPoint point, boolean latched, long nanos, long bytes) {}
}
