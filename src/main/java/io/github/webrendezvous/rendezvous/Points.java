package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
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

  /** The point of that path, known or new; null if there is no room for a new one. */
  @Nullable MeetingPoint find(String path, Supplier<MeetingPoint> fresh) {
    MeetingPoint known = byPath.get(path);
    if (known != null) {
      return known;
    }
    if (!room.take(1) && !(makeRoom(() -> room.left() > 0) && room.take(1))) {
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
   * Forgets the oldest points on which nobody is parked; a part of all, and more until there is
   * enough.
   *
   * @return whether there is enough
   */
  synchronized boolean makeRoom(BooleanSupplier enough) {
    if (enough.getAsBoolean()) {
      return true; // Somebody else has made it.
    }
    List<Idle> idle = new ArrayList<>();
    for (MeetingPoint point : byPath.values()) {
      Idle seen = point.idle();
      if (seen != null) {
        idle.add(seen);
      }
    }
    idle.sort(Comparator.comparing(Idle::settled).thenComparing(Idle::nanos));
    int forgotten = 0;
    for (Idle oldest : idle) {
      if (forgotten > room.most() / PART_FORGOTTEN && enough.getAsBoolean()) {
        break;
      }
      if (oldest.point().forgetIfIdle()) {
        remove(oldest.point());
        forgotten++;
      }
    }
    return enough.getAsBoolean();
  }

  /** The signalled keys whose names are most like one that nobody signals, the most alike first. */
  List<String> similarTo(String path) {
    Likeness likeness = new Likeness(path);
    List<Map.Entry<Integer, String>> alike = new ArrayList<>();
    for (MeetingPoint point : byPath.values()) {
      int distance = point instanceof KeyPoint ? likeness.to(point.path()) : Likeness.NONE;
      if (distance != Likeness.NONE && point.isSettled()) {
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
   */
  record Idle(MeetingPoint point, boolean settled, long nanos) {}
}
