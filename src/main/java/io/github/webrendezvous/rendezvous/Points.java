package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All meeting points there are, by path, up to a bound. Where that is reached, the oldest on which
 * nobody is parked are forgotten: those that were never signalled first. Thread-safe.
 */
final class Points {
  // Looking for the oldest costs a look at all; so several go at once.
  private static final int PART_FORGOTTEN = 16;

  private static final int SIMILAR_KEYS = 3;

  /** How many keys a missing one is compared with, so that the time it takes has a bound. */
  private static final int MOST_COMPARED = 10_000;

  /** Keys and targets never share a path, as no key starts with {@code /_}. */
  private final ConcurrentMap<String, MeetingPoint> byPath = new ConcurrentHashMap<>();

  /** One for each point in the map, or about to be put there. */
  private final Budget room;

  Points(int most) {
    room = new Budget(most);
  }

  long most() {
    return room.most();
  }

  @Nullable MeetingPoint get(String path) {
    return byPath.get(path);
  }

  Collection<MeetingPoint> all() {
    return Collections.unmodifiableCollection(byPath.values());
  }

  /**
   * A new point for a path that had none a moment ago, or that of whoever was faster; null if there
   * is no room for one.
   */
  @Nullable MeetingPoint add(String path, Supplier<MeetingPoint> fresh) {
    if (!room.take(1) && !(makeRoom() && room.take(1))) {
      return null;
    }
    MeetingPoint made = fresh.get();
    MeetingPoint other = byPath.putIfAbsent(path, made);
    if (other != null) {
      room.giveBack(1);
      return other;
    }
    return made;
  }

  /** Makes room for the successor of a retired point, for whoever has not come to it yet. */
  void remove(MeetingPoint retired) {
    if (byPath.remove(retired.path(), retired)) {
      room.giveBack(1);
    }
  }

  /**
   * Forgets the oldest points on which nobody is parked, a part of all.
   *
   * @return whether there is room for another one
   */
  private synchronized boolean makeRoom() {
    int forgotten = 0;
    for (Idle oldest : room.left() > 0 ? List.<Idle>of() : oldestIdle()) {
      if (forgotten > room.most() / PART_FORGOTTEN) {
        break;
      }
      forgotten += forget(oldest) ? 1 : 0;
    }
    return room.left() > 0;
  }

  /**
   * Forgets the oldest signals that nobody waits for and that hold bytes, a part of all, and more
   * until so many bytes are free for one of them; none, if all together would not be enough.
   */
  synchronized void makeRoom(Budget bytes, long needed, MeetingPoint forWhom) {
    List<Idle> holding =
        oldestIdle().stream()
            .filter(idle -> idle.bytes() > 0 && !idle.point().equals(forWhom))
            .toList();
    if (bytes.left() + holding.stream().mapToLong(Idle::bytes).sum() < needed) {
      return;
    }
    long wanted = Math.max(needed, bytes.most() / PART_FORGOTTEN);
    for (Idle oldest : holding) {
      if (bytes.left() >= wanted) {
        break;
      }
      forget(oldest);
    }
  }

  private List<Idle> oldestIdle() {
    List<Idle> idle = new ArrayList<>();
    for (MeetingPoint point : byPath.values()) {
      Idle seen = point.idle();
      if (seen != null) {
        idle.add(seen);
      }
    }
    idle.sort(Comparator.comparing(Idle::settled).thenComparing(Idle::nanos));
    return idle;
  }

  private boolean forget(Idle oldest) {
    if (!oldest.point().forgetIfIdle()) {
      return false; // Somebody has come.
    }
    remove(oldest.point());
    return true;
  }

  /** The signalled keys whose names are most like one that nobody signals, the most alike first. */
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
   * A point on which nobody is parked.
   *
   * @param settled whether there is more to forget than that a wait timed out
   * @param nanos since when it is as it is, on the clock
   * @param bytes that its value and ids take
   */
  record Idle(MeetingPoint point, boolean settled, long nanos, long bytes) {}
}
