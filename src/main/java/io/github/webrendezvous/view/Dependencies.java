package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What ended each wait, and what each wait and each signal came after. From these follows how much
 * earlier the last wait would have ended if one thing had come earlier. Immutable.
 *
 * <p>A wait ends when the last of its terms holds. A caller does one thing after another: its
 * signals and its next wait follow the last wait that it has ended, after the time that its own
 * work takes. If several programs share an address and have no names, the order of what they do is
 * not known.
 */
final class Dependencies {
  private static final int NONE = -1;

  /** Thousands of waits could each be for thousands of arrivals. */
  private static final int MOST_ARRIVALS = 16;

  /**
   * Waits, by their ends, and marks in the order of their events; the waits that last are at the
   * end. So each is after what it depends on.
   */
  private final List<Node> nodes = new ArrayList<>();

  private final Map<Span, Node> spans = new HashMap<>();
  private final Map<Mark, Node> marks = new HashMap<>();

  /** When the last wait ended. */
  private final long end;

  /**
   * A wait or a mark. Times are in nanoseconds since the beginning.
   *
   * @param span null for a mark
   * @param mark null for a wait
   * @param from when a wait began; of a mark, the same as {@code to}
   * @param before the index of the last wait that the caller had ended before; {@link #NONE} if
   *     there is none
   * @param terms the indices of the marks that ended a wait: the last for each of its terms, or as
   *     many as it counts, up to {@link #MOST_ARRIVALS}
   */
  @SuppressWarnings("ArrayRecordComponent") // Nodes are not compared.
  private record Node(
      int index,
      @Nullable Span span,
      @Nullable Mark mark,
      long from,
      long to,
      int before,
      int[] terms) {}

  /**
   * Finds the dependencies.
   *
   * @param begin when the first of all was
   */
  Dependencies(List<Span> spans, List<Mark> marks, Instant begin, SharedAddresses shared) {
    Reader reader = new Reader(begin, shared);
    int next = 0;
    for (Span span : spans.stream().sorted(Comparator.comparing(Span::number)).toList()) {
      while (next < marks.size() && marks.get(next).number() < span.number()) {
        reader.read(marks.get(next++));
      }
      reader.read(span);
    }
    marks.subList(next, marks.size()).forEach(reader::read);
    end = end(NONE);
  }

  /** Makes the nodes; called in the order of the events. */
  private final class Reader {
    private final Instant begin;
    private final SharedAddresses shared;

    /** The ended waits of each caller, by their end. */
    private final Map<String, NavigableMap<Instant, Integer>> ended = new HashMap<>();

    /** The marks of each path that end waits in this way. */
    private final Map<Event.What, Map<String, List<Integer>>> ending = new HashMap<>();

    Reader(Instant begin, SharedAddresses shared) {
      this.begin = begin;
      this.shared = shared;
    }

    /** The last wait that a caller had ended before it did something; {@link #NONE} if none. */
    private int before(@Nullable String caller, Instant at) {
      if (caller == null || shared.waits(caller, at)) {
        return NONE;
      }
      NavigableMap<Instant, Integer> waits = ended.get(caller);
      Map.Entry<Instant, Integer> before = waits == null ? null : waits.floorEntry(at);
      return before == null ? NONE : before.getValue();
    }

    void read(Mark mark) {
      long at = nanos(mark.at());
      int before = before(mark.caller(), mark.at());
      Node node = new Node(nodes.size(), null, mark, at, at, before, new int[0]);
      if (mark.ends() != null) {
        ending
            .computeIfAbsent(mark.ends(), e -> new HashMap<>())
            .computeIfAbsent(mark.path(), p -> new ArrayList<>())
            .add(node.index());
      }
      nodes.add(node);
      marks.put(mark, node);
    }

    void read(Span span) {
      Map<String, List<Integer>> causes =
          span.ended() == null ? Map.of() : ending.getOrDefault(span.ended(), Map.of());
      int count = (int) Math.min(span.count(), MOST_ARRIVALS);
      int[] terms =
          span.terms().stream()
              .map(term -> causes.getOrDefault(term, List.of()))
              .flatMap(each -> each.subList(Math.max(0, each.size() - count), each.size()).stream())
              .mapToInt(Integer::intValue)
              .toArray();
      Node node =
          new Node(
              nodes.size(),
              span,
              null,
              nanos(span.from()),
              nanos(span.to()),
              before(span.caller().name(), span.from()),
              terms);
      if (span.ended() != null) {
        ended
            .computeIfAbsent(span.caller().name(), caller -> new TreeMap<>())
            .put(span.to(), node.index());
      }
      nodes.add(node);
      spans.put(span, node);
    }

    private long nanos(Instant at) {
      return Duration.between(begin, at).toNanos();
    }
  }

  /** What ended a wait: the last of the marks for its terms; null if that is not known. */
  @Nullable Mark cause(Span span) {
    Node node = spans.get(span);
    Node last = null;
    if (node != null) {
      for (int term : node.terms()) {
        Node each = nodes.get(term);
        last = last == null || each.index() > last.index() ? each : last;
      }
    }
    return last == null ? null : last.mark();
  }

  /** The last wait that a caller had ended before its wait began; null if there is none. */
  @Nullable Span before(Span span) {
    return before(spans.get(span));
  }

  /** The last wait that a caller had ended before its signal; null if there is none. */
  @Nullable Span before(Mark mark) {
    return before(marks.get(mark));
  }

  private @Nullable Span before(@Nullable Node node) {
    return node == null || node.before() == NONE ? null : nodes.get(node.before()).span();
  }

  /**
   * How much earlier the last wait would have ended if this one had begun at once after the one
   * before, or at the beginning if there is none.
   */
  Duration savingIfBegunAtOnce(Span span) {
    return saving(spans.get(span));
  }

  /**
   * How much earlier the last wait would have ended if this signal had come at once after the wait
   * of its caller, or at the beginning if there is none.
   */
  Duration savingIfAtOnce(Mark mark) {
    return saving(marks.get(mark));
  }

  private Duration saving(@Nullable Node atOnce) {
    // Negative only if the clock was set back.
    long nanos = atOnce == null ? 0 : end - end(atOnce.index());
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /** When the last wait ends if the node with an index begins at once after what it comes after. */
  private long end(int atOnce) {
    long[] to = new long[nodes.size()];
    long last = 0;
    for (Node node : nodes) {
      boolean isFirst = node.before() == NONE;
      long work = node.from() - (isFirst ? 0 : nodes.get(node.before()).to());
      long begin = (isFirst ? 0 : to[node.before()]) + (node.index() == atOnce ? 0 : work);
      to[node.index()] = begin + lasts(node, begin, to);
      if (node.span() != null) {
        last = Math.max(last, to[node.index()]);
      }
    }
    return last;
  }

  /** How long a node lasts that begins at this time, when its terms hold at these times. */
  private long lasts(Node node, long begin, long[] to) {
    if (node.terms().length == 0) {
      return node.to() - node.from();
    }
    long held = node.from();
    long holds = begin;
    for (int term : node.terms()) {
      held = Math.max(held, nodes.get(term).to());
      holds = Math.max(holds, to[term]);
    }
    return holds - begin + Math.max(0, node.to() - held);
  }
}
