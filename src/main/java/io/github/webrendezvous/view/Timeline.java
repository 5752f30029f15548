package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
   * @param paths only waits for one of these keys or targets, or of callers that announced one, and
   *     what concerns these waits
   */
  public record Selection(@Nullable Instant since, Predicate<String> paths) {
    /** Everything. */
    public static final Selection ALL = new Selection(null, path -> true);
  }

  /**
   * A wait of the critical path.
   *
   * @param cause what ended it, if that came while it lasted; a failure also if it came before;
   *     null if there is nothing, or it is not known any more
   * @param before the wait that the cause came after; without a cause, the wait that this one came
   *     after, or that would have ended it; null if there is none
   */
  public record Link(Span span, @Nullable Mark cause, @Nullable Span before) {}

  /** The most waits of the critical path. */
  private static final int LONGEST_CHAIN = 200;

  /** Of how many waits that end at the same time the paths are compared. */
  private static final int MOST_LAST = 10;

  private final List<Span> spans;
  private final List<Mark> marks;

  /** When the first wait or signal was; null if there is none. */
  private final @Nullable Instant begin;

  /** When the last wait ended or the last signal was; null if there is none. */
  private final @Nullable Instant end;

  private final SharedAddresses shared;
  private final Dependencies dependencies;
  private final List<Link> criticalPath;
  private final Set<Span> critical;

  Timeline(List<Span> spans, List<Mark> marks) {
    this.spans = List.copyOf(spans);
    this.marks = List.copyOf(marks);
    begin = first();
    end = last();
    shared = new SharedAddresses(lanes());
    dependencies = new Dependencies(spans, marks, begin == null ? Instant.EPOCH : begin, shared);
    criticalPath = findCriticalPath();
    critical = criticalPath.stream().map(Link::span).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads the journal.
   *
   * @param events in their order
   * @param trees of the waits that last
   */
  public static Timeline of(List<Event> events, WaitTrees trees, Instant now, Selection selection) {
    List<WaitNode> lasting = trees.waits().stream().map(trees::alone).toList();
    return new TimelineReader(events, lasting, now).read(selection);
  }

  /** Of several waits that end last, the one with the longest path. */
  private List<Link> findCriticalPath() {
    Instant last = spans.stream().map(Span::to).max(Comparator.naturalOrder()).orElse(null);
    return spans.stream()
        .filter(span -> span.to().equals(last))
        .limit(MOST_LAST)
        .map(this::pathTo)
        .max(Comparator.comparing(List::size))
        .orElse(List.of());
  }

  private List<Link> pathTo(Span last) {
    Deque<Link> path = new ArrayDeque<>();
    Set<Span> seen = new HashSet<>();
    Span span = last;
    while (span != null && path.size() < LONGEST_CHAIN && seen.add(span)) {
      Link link = link(span);
      path.addFirst(link);
      span = link.before();
    }
    return List.copyOf(path);
  }

  private Link link(Span span) {
    Mark cause = cause(span);
    if (cause != null && (cause.at().isAfter(span.from()) || !span.isReleased())) {
      return new Link(span, cause, dependencies.before(cause));
    }
    Span announcer = span.isReleased() ? null : announcerOf(span);
    return new Link(span, null, announcer == null ? dependencies.before(span) : announcer);
  }

  /** The wait of a caller that would have signalled what another waited for; null if unknown. */
  private @Nullable Span announcerOf(Span waiting) {
    Set<String> missing = new HashSet<>(waiting.terms());
    for (Mark mark : marks) {
      if (mark.isSignal() && !mark.at().isAfter(waiting.to())) {
        missing.remove(mark.path());
      }
    }
    return spans.stream()
        .filter(span -> span.announcesAny(missing::contains))
        .max(Comparator.comparing(Span::to))
        .orElse(null);
  }

  /** All waits, in the order in which they began. */
  public List<Span> spans() {
    return spans;
  }

  /** Everything else that happened, in its order. */
  public List<Mark> marks() {
    return marks;
  }

  /** What ended a wait: a signal, a reset, or a probe; null if nothing did, or it is not known. */
  public @Nullable Mark cause(Span span) {
    return dependencies.cause(span);
  }

  /** What ended a wait, if that came while it lasted; null otherwise. */
  public @Nullable Mark causeWhileWaiting(Span span) {
    Mark cause = cause(span);
    return cause != null && cause.at().isAfter(span.from()) ? cause : null;
  }

  /**
   * For a wait that timed out, what it missed and what came after its end: the first signal or
   * success of each of its missing terms, in the order of the terms.
   */
  List<Mark> tooLate(Span span) {
    List<Mark> late = new ArrayList<>();
    if (span.missing() != null && span.ended() != null) {
      for (Event.Missed.Part part : span.missing().parts()) {
        marks.stream()
            .filter(mark -> mark.ends() == Event.What.RELEASED)
            .filter(mark -> mark.path().equals(part.path()) && mark.number() > span.number())
            .findFirst()
            .ifPresent(late::add);
      }
    }
    return late;
  }

  /** The chain of waits on which the end of the last one depended, the first of them first. */
  public List<Link> criticalPath() {
    return criticalPath;
  }

  /**
   * How much earlier the last wait would have been released if the cause of this one had come at
   * once after what it came after, or at the beginning; without a cause, if this wait had begun
   * then. Zero if the last wait was not released.
   */
  public Duration saving(Link link) {
    Link last = criticalPath.get(criticalPath.size() - 1);
    if (!last.span().isReleased()) {
      return Duration.ZERO;
    }
    if (link.cause() != null) {
      return dependencies.savingIfAtOnce(link.cause());
    }
    return link.span().isReleased() ? dependencies.savingIfBegunAtOnce(link.span()) : Duration.ZERO;
  }

  /** Whether a caller is an address that several programs without names share. */
  boolean isShared(String caller) {
    return shared.contains(caller);
  }

  boolean isCritical(Span span) {
    return critical.contains(span);
  }

  /**
   * The waits of each caller, in the order in which the callers began; then the callers that only
   * signalled, without waits.
   */
  public Map<String, List<Span>> lanes() {
    Map<String, List<Span>> lanes = new LinkedHashMap<>();
    spans.forEach(
        span -> lanes.computeIfAbsent(span.caller().name(), c -> new ArrayList<>()).add(span));
    for (Mark mark : marks) {
      if (mark.isSignal() && mark.caller() != null) {
        lanes.putIfAbsent(mark.caller(), List.of());
      }
    }
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
}
