package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes waits and moments of a timeline from the events of the journal. Used once. */
final class TimelineReader {
  private final List<Span> spans = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  /** The beginnings of waits whose end is not found yet, by caller and path. */
  private final Map<String, Deque<Event>> begun = new HashMap<>();

  /**
   * @param events in their order
   * @param lasting the waits that last
   */
  TimelineReader(List<Event> events, List<WaitNode> lasting, Instant now) {
    events.forEach(this::read);
    lasting.forEach(each -> spans.add(lasting(each, now)));
  }

  private static Span lasting(WaitNode node, Instant now) {
    Wait wait = node.of();
    List<Event.Missed.Part> missing =
        node.terms().stream()
            .filter(term -> !term.holds())
            .map(term -> new Event.Missed.Part(term.path(), term.state()))
            .toList();
    List<String> terms = wait.condition().leaves().stream().map(Condition::path).toList();
    Event.Missed missed = missing.isEmpty() ? null : Event.Missed.of(missing);
    return new Span(
        Long.MAX_VALUE,
        wait.caller(),
        wait.condition().path(),
        terms,
        1,
        wait.since(),
        now,
        null,
        "",
        missed);
  }

  private void read(Event event) {
    if (event.what() == Event.What.WAIT_BEGAN) {
      begun.computeIfAbsent(id(event), i -> new ArrayDeque<>()).add(event);
    } else if (event.what().isEndOfWait()) {
      Span span = ended(event);
      if (span != null) {
        spans.add(span);
      }
    } else {
      marks.add(mark(event));
    }
  }

  /** The selected waits, and what concerns them. */
  Timeline read(Timeline.Selection selection) {
    Instant since = selection.since();
    List<Span> selected =
        spans.stream()
            .filter(span -> span.concernsAny(selection.paths()))
            .filter(span -> since == null || !span.to().isBefore(since))
            .sorted(Comparator.comparing(Span::from))
            .toList();
    Set<String> concerned = new HashSet<>();
    selected.forEach(span -> concerned.addAll(span.terms()));
    // What concerns the waits does not begin before them: it may be shared with an earlier run.
    Instant first = selected.isEmpty() ? Instant.MAX : selected.get(0).from();
    List<Mark> shown =
        marks.stream()
            .filter(
                mark ->
                    selection.paths().test(mark.path())
                        || (concerned.contains(mark.path()) && !mark.at().isBefore(first)))
            .filter(mark -> since == null || !mark.at().isBefore(since))
            .toList();
    return new Timeline(selected, shown);
  }

  private static String id(Event event) {
    return (event.caller() == null ? "" : event.caller().name()) + " " + event.path();
  }

  /** The wait that has ended with an event; null if nobody knows when it began. */
  private @Nullable Span ended(Event event) {
    if (event.caller() == null || event.lasted() == null) {
      return null;
    }
    Instant from = event.at().minus(event.lasted());
    Event beginning = takeNearest(begun.get(id(event)), from);
    Event.Detail waited = beginning == null ? null : beginning.detail();
    List<String> terms =
        waited instanceof Event.Terms several ? several.paths() : List.of(event.path());
    long count = waited instanceof Event.Arrivals arrivals ? arrivals.count() : 1;
    Event.Detail detail = event.what() == Event.What.RELEASED ? null : event.detail();
    return new Span(
        event.number(),
        event.caller(),
        event.path(),
        terms,
        count,
        from,
        event.at(),
        event.what(),
        detail == null ? "" : detail.inWords(),
        detail instanceof Event.Missed missed ? missed : null);
  }

  /** Of several waits of one caller for the same, the one that began then. */
  private static @Nullable Event takeNearest(@Nullable Deque<Event> begun, Instant from) {
    Event nearest = null;
    if (begun != null) {
      for (Event each : begun) {
        if (nearest == null || distance(each, from).compareTo(distance(nearest, from)) < 0) {
          nearest = each;
        }
      }
      begun.remove(nearest);
    }
    return nearest;
  }

  private static Duration distance(Event event, Instant to) {
    return Duration.between(event.at(), to).abs();
  }

  private static Mark mark(Event event) {
    return new Mark(
        event.number(),
        event.at(),
        event.what(),
        event.path(),
        event.caller() == null ? null : event.caller().name(),
        event.detail() == null ? "" : event.detail().inWords());
  }
}
