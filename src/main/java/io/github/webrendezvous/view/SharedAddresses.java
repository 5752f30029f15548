package io.github.webrendezvous.view;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which callers are several programs: those without a name, so that they are known by their
 * address, of which several waits lasted at the same time. Immutable.
 */
final class SharedAddresses {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+(?:%\\S+)?");

  /** When the waits of a caller began, and when some of them ended, each in ascending order. */
  private record Times(List<Instant> begins, List<Instant> ends) {
    static Times of(List<Span> waits) {
      return new Times(
          waits.stream().map(Span::from).sorted().toList(),
          waits.stream().filter(wait -> wait.ended() != null).map(Span::to).sorted().toList());
    }

    /** How many waits lasted at a moment: had begun before, and ended later. */
    int lasting(Instant at) {
      return countBefore(begins, at) - countBefore(ends, at.plusNanos(1));
    }

    private static int countBefore(List<Instant> ascending, Instant at) {
      int from = 0;
      int to = ascending.size();
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (ascending.get(middle).isBefore(at)) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from;
    }
  }

  private final Map<String, Times> shared = new HashMap<>();

  SharedAddresses(Map<String, List<Span>> waitsOfCallers) {
    waitsOfCallers.forEach(
        (caller, waits) -> {
          if (ADDRESS.matcher(caller).matches() && Rows.of(waits).size() > 1) {
            shared.put(caller, Times.of(waits));
          }
        });
  }

  /** Whether a caller is several programs. */
  boolean contains(String caller) {
    return shared.containsKey(caller);
  }

  /**
   * Whether a caller is several programs, and one of them waited at this moment: then it is not
   * known which of them did something else.
   */
  boolean waits(String caller, Instant at) {
    Times times = shared.get(caller);
    return times != null && times.lasting(at) > 0;
  }
}
