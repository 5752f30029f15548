package io.github.webrendezvous.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What clients have done with one key, and what they were answered. It is linearizable if all of it
 * could have happened one after the other, each operation at some moment between its request and
 * its response (Herlihy and Wing, 1990). The search is that of Wing and Gong (1993). Thread-safe
 * for adding.
 */
final class KeyHistory {
  /** More would make the search long. */
  private static final int MOST_OPERATIONS = 60;

  /** The state of the key: the value that was put last, and the ids of the arrivals. */
  private record State(@Nullable String value, Set<String> ids) {
    static final State NONE = new State(null, Set.of());
  }

  /** One operation. */
  private sealed interface Operation {
    /** The state after it; null if it cannot have had its result in this state. */
    @Nullable State after(State before);
  }

  private record Put(String value) implements Operation {
    @Override
    public State after(State before) {
      return new State(value, before.ids());
    }
  }

  private record Arrive(String id) implements Operation {
    @Override
    public State after(State before) {
      Set<String> more = new TreeSet<>(before.ids());
      more.add(id);
      return new State(before.value(), more);
    }
  }

  private record Delete() implements Operation {
    @Override
    public State after(State before) {
      return State.NONE;
    }
  }

  /** A look at the value; null if the key was not signalled. */
  private record Look(@Nullable String value) implements Operation {
    @Override
    public @Nullable State after(State before) {
      return java.util.Objects.equals(value, before.value()) ? before : null;
    }
  }

  /** A look at the number of arrivals. */
  private record Count(long least, long most) implements Operation {
    @Override
    public @Nullable State after(State before) {
      int arrivals = before.ids().size();
      return arrivals >= least && arrivals <= most ? before : null;
    }
  }

  /**
   * An operation and its time.
   *
   * @param end when it was answered; the maximum if it is not known whether it was done
   */
  private record Event(Operation operation, long start, long end) {
    boolean isCertain() {
      return end != Long.MAX_VALUE;
    }

    @Override
    public String toString() {
      return (start / 1_000_000) + "-" + (isCertain() ? end / 1_000_000 : "?") + " " + operation;
    }
  }

  private final List<Event> events = new ArrayList<>();

  private synchronized void add(Operation operation, long start, long end) {
    if (events.size() < MOST_OPERATIONS) {
      events.add(new Event(operation, start, end));
    } else {
      throw new IllegalStateException("too many operations for one key");
    }
  }

  void put(String value, long start, long end) {
    add(new Put(value), start, end);
  }

  void arrive(String id, long start, long end) {
    add(new Arrive(id), start, end);
  }

  void delete(long start, long end) {
    add(new Delete(), start, end);
  }

  void look(@Nullable String value, long start, long end) {
    add(new Look(value), start, end);
  }

  void count(long least, long most, long start, long end) {
    add(new Count(least, most), start, end);
  }

  synchronized int size() {
    return events.size();
  }

  /** Whether there is an order that explains everything. */
  synchronized boolean isLinearizable() {
    return search(0, State.NONE, new HashSet<>());
  }

  private record Visited(long done, State state) {}

  private boolean search(long done, State state, Set<Visited> visited) {
    if (!visited.add(new Visited(done, state))) {
      return false;
    }
    long firstEnd = Long.MAX_VALUE;
    boolean isComplete = true;
    for (int i = 0; i < events.size(); i++) {
      if ((done & 1L << i) == 0 && events.get(i).isCertain()) {
        firstEnd = Math.min(firstEnd, events.get(i).end());
        isComplete = false;
      }
    }
    if (isComplete) {
      return true; // The others may never have been done.
    }
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if ((done & 1L << i) == 0 && event.start() <= firstEnd) {
        State after = event.operation().after(state);
        if (after != null && search(done | 1L << i, after, visited)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", events.stream().map(Event::toString).toList());
  }
}
