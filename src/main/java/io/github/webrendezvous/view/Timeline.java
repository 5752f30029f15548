package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a start-up went: the waits of each caller, the signals and probes that ended
 * them, and the chain of waits that the last one depended on. Made from the journal, and so limited
 * as that is. Immutable.
 */
public final class Timeline {
  /**
   * Which part of the journal is shown.
   *
   * @param since nothing that ended earlier; null for all
   * @param paths only waits with one of these keys or targets, and what concerns these waits
   */
  public record Selection(@Nullable Instant since, Predicate<String> paths) {
    /** Everything. */
    public static final Selection ALL = new Selection(null, path -> true);
  }

  /**
   * A wait, and what released it.
   *
   * @param cause null if it was not released, or its cause is not known any more
   */
  public record Release(Span span, @Nullable Mark cause) {}

  /** The most waits of the critical path. */
  private static final int LONGEST_CHAIN = 200;

  private final List<Span> spans;
  private final List<Mark> marks;

  /** When the first wait or signal was; null if there is none. */
  private final @Nullable Instant begin;

  /** When the last wait ended or the last signal was; null if there is none. */
  private final @Nullable Instant end;

  private final Map<Span, Mark> causes = new HashMap<>();
  private final Set<Span> critical = new HashSet<>();
  private final List<Release> criticalPath;

  /** How much earlier each wait of the critical path could have ended. */
  private final List<Duration> slacks;

  Timeline(List<Span> spans, List<Mark> marks) {
    this.spans = List.copyOf(spans);
    this.marks = List.copyOf(marks);
    begin = first();
    end = last();
    Map<String, List<Mark>> releasing = new HashMap<>();
    for (Mark mark : marks) {
      if (mark.releases()) {
        releasing.computeIfAbsent(mark.path(), p -> new ArrayList<>()).add(mark);
      }
    }
    for (Span span : this.spans) {
      Mark cause = span.isReleased() ? last(span, releasing) : null;
      if (cause != null) {
        causes.put(span, cause);
      }
    }
    criticalPath = findCriticalPath();
    slacks = criticalPath.stream().map(this::slack).toList();
  }

  /**
   * Reads the journal.
   *
   * @param events in their order
   * @param lasting the waits that last
   */
  public static Timeline of(
      List<Event> events, List<WaitNode> lasting, Instant now, Selection selection) {
    return new TimelineReader(events, lasting, now).read(selection);
  }

  /** The last signal or success for one of its terms before a wait ended. */
  private static @Nullable Mark last(Span span, Map<String, List<Mark>> releasing) {
    Mark last = null;
    for (String term : span.terms()) {
      Mark ofTerm = lastUntil(span.to(), releasing.getOrDefault(term, List.of()));
      if (ofTerm != null && (last == null || ofTerm.at().isAfter(last.at()))) {
        last = ofTerm;
      }
    }
    return last;
  }

  private static @Nullable Mark lastUntil(Instant end, List<Mark> inOrder) {
    int low = 0;
    int high = inOrder.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (inOrder.get(middle).at().isAfter(end)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == 0 ? null : inOrder.get(low - 1);
  }

  private List<Release> findCriticalPath() {
    List<Release> path = new ArrayList<>();
    Span span = spans.stream().max(Comparator.comparing(Span::to)).orElse(null);
    while (span != null && critical.size() < LONGEST_CHAIN && critical.add(span)) {
      Mark cause = causes.get(span);
      path.add(0, new Release(span, cause));
      span = cause == null ? announcerOf(span) : before(cause);
    }
    return path;
  }

  /** The last wait that a signaller had finished before it signalled; null if there is none. */
  private @Nullable Span before(Mark cause) {
    return spans.stream()
        .filter(
            span ->
                span.isReleased()
                    && span.caller().name().equals(cause.caller())
                    && !span.to().isAfter(cause.at()))
        .max(Comparator.comparing(Span::to))
        .orElse(null);
  }

  /** The wait of a caller that would have signalled what another waited for; null if unknown. */
  private @Nullable Span announcerOf(Span waiting) {
    return spans.stream()
        .filter(span -> waiting.terms().stream().anyMatch(term -> isMissing(term, waiting, span)))
        .max(Comparator.comparing(Span::to))
        .orElse(null);
  }

  private boolean isMissing(String term, Span waiting, Span announcing) {
    return announcing.announces(term)
        && marks.stream()
            .noneMatch(
                mark ->
                    mark.isSignal()
                        && mark.path().equals(term)
                        && !mark.at().isAfter(waiting.to()));
  }

  /** All waits, in the order in which they began. */
  public List<Span> spans() {
    return spans;
  }

  /** Everything else that happened, in its order. */
  public List<Mark> marks() {
    return marks;
  }

  /** What released a wait; null if it was not released, or that is not known any more. */
  public @Nullable Mark cause(Span span) {
    return causes.get(span);
  }

  /** The chain of waits on which the end of the last one depended, the first of them first. */
  public List<Release> criticalPath() {
    return criticalPath;
  }

  boolean isCritical(Span span) {
    return critical.contains(span);
  }

  /** The waits of each caller, in the order in which the callers began. */
  public Map<String, List<Span>> lanes() {
    Map<String, List<Span>> lanes = new LinkedHashMap<>();
    spans.forEach(
        span -> lanes.computeIfAbsent(span.caller().name(), c -> new ArrayList<>()).add(span));
    return lanes;
  }

  private @Nullable Instant first() {
    Instant span = spans.isEmpty() ? null : spans.get(0).from();
    Instant mark = marks.isEmpty() ? null : marks.get(0).at();
    return span == null || (mark != null && mark.isBefore(span)) ? mark : span;
  }

  private @Nullable Instant last() {
    Instant span = spans.stream().map(Span::to).max(Comparator.naturalOrder()).orElse(null);
    Instant mark = marks.isEmpty() ? null : marks.get(marks.size() - 1).at();
    return span == null || (mark != null && mark.isAfter(span)) ? mark : span;
  }

  /** When the first wait or signal was; null if there is none. */
  public @Nullable Instant begin() {
    return begin;
  }

  /** From the first to the last moment. */
  public Duration length() {
    return begin == null || end == null ? Duration.ZERO : Duration.between(begin, end);
  }

  /** A moment as the time since the beginning. */
  public Duration sinceBegin(Instant at) {
    return begin == null ? Duration.ZERO : Duration.between(begin, at);
  }

  /**
   * How much earlier the last wait could have ended, if what released one wait of the critical path
   * had come at once: no wait ends before it begins, or before its other terms hold.
   *
   * @param index in the critical path
   */
  public Duration saving(int index) {
    return slacks.subList(index, slacks.size()).stream()
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private Duration slack(Release release) {
    Span span = release.span();
    Instant earliest = span.from();
    for (Mark mark : marks) {
      boolean isOther =
          mark.releases()
              && span.terms().contains(mark.path())
              && (release.cause() == null || !mark.path().equals(release.cause().path()));
      if (isOther && mark.at().isAfter(earliest) && !mark.at().isAfter(span.to())) {
        earliest = mark.at();
      }
    }
    return Duration.between(earliest, span.to());
  }
}
