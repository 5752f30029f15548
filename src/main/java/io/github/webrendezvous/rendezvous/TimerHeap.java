package io.github.webrendezvous.rendezvous;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The timers that are set, the earliest first: a binary heap whose members know their positions, so
 * that cancelling one needs no search. Timers that are set in the order of their times, as
 * deadlines of equal length are, are never moved. Not thread-safe.
 */
final class TimerHeap {
  private static final int LEAST = 64;

  private @Nullable Timer[] members = new Timer[LEAST];
  private int size;

  int size() {
    return size;
  }

  /** The earliest; null if there is none. */
  @Nullable Timer first() {
    return size == 0 ? null : members[0];
  }

  void add(Timer member) {
    if (size == members.length) {
      members = Arrays.copyOf(members, 2 * size);
    }
    rise(member, size++);
  }

  /** Removes a timer; returns false if it is not set. */
  boolean remove(Timer member) {
    int hole = member.position;
    if (hole == Timer.NOWHERE) {
      return false;
    }
    member.position = Timer.NOWHERE;
    Timer last = Objects.requireNonNull(members[--size]);
    members[size] = null;
    if (hole < size) {
      sink(last, hole);
      if (last.position == hole) {
        rise(last, hole);
      }
    }
    // The array shrinks again after many timers.
    if (members.length > LEAST && size < members.length / 4) {
      members = Arrays.copyOf(members, members.length / 2);
    }
    return true;
  }

  private void rise(Timer member, int from) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      Timer above = Objects.requireNonNull(members[parent]);
      if (!isBefore(member, above)) {
        break;
      }
      put(above, at);
      at = parent;
    }
    put(member, at);
  }

  private void sink(Timer member, int from) {
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      Timer least = Objects.requireNonNull(members[child]);
      if (child + 1 < size) {
        Timer other = Objects.requireNonNull(members[child + 1]);
        least = isBefore(other, least) ? other : least;
      }
      if (!isBefore(least, member)) {
        break;
      }
      int next = least.position;
      put(least, at);
      at = next;
    }
    put(member, at);
  }

  private void put(Timer member, int at) {
    members[at] = member;
    member.position = at;
  }

  /** Compared by difference, as the clock can start anywhere. */
  private static boolean isBefore(Timer one, Timer other) {
    return one.atNanos - other.atNanos < 0;
  }
}
