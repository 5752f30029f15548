package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places in the order in which their waits came; joining, leaving and handing over the whole line
 * cost the same however long it is. Not thread-safe: the meeting point that owns it guards it,
 * until the line is handed over and never changes again.
 */
final class WaitQueue {
  private @Nullable Waiter first;
  private @Nullable Waiter last;
  private int size;

  /**
   * How the waits in it have ended, as far as the point that handed it over can say; null while
   * they wait.
   */
  private @Nullable Outcome decided;

  boolean isEmpty() {
    return first == null;
  }

  /** Who came first; null if nobody stands in it. */
  @Nullable Wait first() {
    return first == null ? null : first.wait;
  }

  /** Where who came first stands; null if nobody does. */
  @Nullable Waiter firstPlace() {
    return first;
  }

  int size() {
    return size;
  }

  void join(Waiter place) {
    place.line = this;
    place.previous = last;
    if (last == null) {
      first = place;
    } else {
      last.next = place;
    }
    last = place;
    size++;
  }

  /** Takes a place out that stands in this line. */
  void leave(Waiter place) {
    if (place.previous == null) {
      first = place.next;
    } else {
      place.previous.next = place.next;
    }
    if (place.next == null) {
      last = place.previous;
    } else {
      place.next.previous = place.previous;
    }
    place.line = null;
    place.previous = null;
    place.next = null;
    size--;
  }

  /** Says once for all who stand in it how they have ended. */
  void decide(Outcome outcome) {
    decided = outcome;
  }

  @Nullable Outcome decided() {
    return decided;
  }

  List<Wait> waits() {
    List<Wait> waits = new ArrayList<>(size);
    for (Waiter place = first; place != null; place = place.next) {
      waits.add(place.wait);
    }
    return waits;
  }

  /** Who waits in any of several lines, in the order in which they came. */
  static List<Wait> waits(List<WaitQueue> lines) {
    List<Wait> waits = new ArrayList<>();
    lines.forEach(line -> waits.addAll(line.waits()));
    waits.sort(Comparator.comparingLong(Wait::sinceMicros));
    return waits;
  }
}
