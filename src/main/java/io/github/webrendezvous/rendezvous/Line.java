package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits in the order in which they came; joining, leaving and handing over the whole line cost the
 * same however long it is. Not thread-safe: the meeting point that owns it guards it, until the
 * line is handed over and never changes again.
 */
final class Line {
  private @Nullable Wait first;
  private @Nullable Wait last;
  private int size;

  /**
   * How the waits in it have ended, said by the point that handed the line over; null while they
   * wait.
   */
  private @Nullable Outcome decided;

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  void join(Wait wait) {
    wait.line = this;
    wait.previous = last;
    if (last == null) {
      first = wait;
    } else {
      last.next = wait;
    }
    last = wait;
    size++;
  }

  /** Takes a wait out, if it stands in this line. */
  boolean leave(Wait wait) {
    if (wait.line != this) {
      return false;
    }
    if (wait.previous == null) {
      first = wait.next;
    } else {
      wait.previous.next = wait.next;
    }
    if (wait.next == null) {
      last = wait.previous;
    } else {
      wait.next.previous = wait.previous;
    }
    wait.line = null;
    wait.previous = null;
    wait.next = null;
    size--;
    return true;
  }

  /** Says once for all who stand in it how they have ended. */
  void decide(Outcome outcome) {
    decided = outcome;
  }

  @Nullable Outcome decided() {
    return decided;
  }

  List<Wait> toList() {
    List<Wait> waits = new ArrayList<>(size);
    for (Wait wait = first; wait != null; wait = wait.next) {
      waits.add(wait);
    }
    return waits;
  }
}
