package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A timeline in words, and as bars of characters for a terminal. */
public final class TimelineWords {
  private static final int LONGEST_WAITS = 3;

  private static final int LABEL = 16;
  private static final int BAR = 60;
  private static final char SIGNAL = '●';

  /** As wide as the result of {@link #at}. */
  private static final String BELOW_TIME = " ".repeat(10);

  private static final Duration WORTH_SAVING = Duration.ofMillis(100);
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  private final Timeline timeline;

  private TimelineWords(Timeline timeline) {
    this.timeline = timeline;
  }

  /** The bars, and all of it in words; each line ends with a line feed. */
  public static String text(Timeline timeline) {
    TimelineWords words = new TimelineWords(timeline);
    List<String> lines = new ArrayList<>(words.summary());
    if (!timeline.spans().isEmpty()) {
      lines.add("");
      lines.addAll(words.bars());
      words.sections().forEach((title, section) -> words.add(title, section, lines));
    }
    return lines.stream().map(line -> Visible.of(line) + "\n").collect(Collectors.joining());
  }

  private void add(String title, List<String> section, List<String> lines) {
    lines.add("");
    lines.add(title);
    section.forEach(line -> lines.add("  " + line));
  }

  /** What it is about, in one or two lines. */
  public static List<String> summary(Timeline timeline) {
    return new TimelineWords(timeline).summary();
  }

  /** The sections with their titles, in their order. */
  public static Map<String, List<String>> sections(Timeline timeline) {
    return new TimelineWords(timeline).sections();
  }

  private List<String> summary() {
    Instant begin = timeline.begin();
    if (begin == null) {
      return List.of("Nothing has happened yet.");
    }
    Map<String, Long> outcomes =
        timeline.spans().stream()
            .collect(Collectors.groupingBy(Span::outcome, TreeMap::new, Collectors.counting()));
    return List.of(
        seconds(timeline.length())
            + " in all, from "
            + begin.truncatedTo(ChronoUnit.MILLIS)
            + ". "
            + timeline.spans().size()
            + (timeline.spans().size() == 1 ? " wait" : " waits")
            + (outcomes.isEmpty() ? "." : ": ")
            + outcomes.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "))
            + (outcomes.isEmpty() ? "" : "."));
  }

  private Map<String, List<String>> sections() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    if (!timeline.spans().isEmpty()) {
      sections.put("What the last wait depended on", criticalPath());
      sections.put("The longest waits", longest());
      List<String> savings = savings();
      if (!savings.isEmpty()) {
        sections.put("What would help", savings);
      }
    }
    return sections;
  }

  private List<String> criticalPath() {
    List<String> lines = new ArrayList<>();
    List<Timeline.Link> path = timeline.criticalPath();
    for (Timeline.Link link : path) {
      if (link.cause() != null) {
        lines.add(at(link.cause().at()) + happened(link.cause()));
      }
      boolean isLast = link.equals(path.get(path.size() - 1));
      if (isLast || link.cause() != null || !isShort(link.span())) {
        lines.addAll(ended(link.span()));
      }
    }
    path.stream()
        .flatMap(TimelineWords::callers)
        .filter(timeline::isShared)
        .findFirst()
        .ifPresent(
            address ->
                lines.add(
                    BELOW_TIME
                        + address
                        + " is several programs: give each a name, as in GET /key?as=name,"
                        + " to see more"));
    return lines;
  }

  private static Stream<String> callers(Timeline.Link link) {
    String signaller = link.cause() == null ? null : link.cause().caller();
    return Stream.concat(Stream.ofNullable(signaller), Stream.of(link.span().caller().name()));
  }

  /** Whether it found everything ready, so nothing depended on it. */
  private static boolean isShort(Span span) {
    return span.isReleased() && span.lasted().compareTo(AT_ONCE) < 0;
  }

  /** What a mark is, in words. */
  static String happened(Mark cause) {
    return switch (cause.what()) {
      case SIGNALLED -> cause.caller() + " signals " + cause.path();
      case SIGNALLED_FAILED -> cause.caller() + " signals " + cause.path() + " as failed";
      case RESET -> cause.caller() + " resets " + cause.path();
      case ATTEMPT_FAILED -> cause.path() + " fails";
      default -> cause.path() + " is ready";
    };
  }

  private List<String> ended(Span span) {
    Event.Missed missing = span.terms().size() > 1 ? span.missing() : null;
    List<String> lines = new ArrayList<>();
    lines.add(
        at(span.to())
            + span.caller().name()
            + (span.isReleased()
                ? " is released"
                : span.ended() == null ? " still waits" : " ends: " + span.outcome())
            + " after "
            + seconds(span.lasted())
            + " of waiting for "
            + span.path()
            + (span.detail().isEmpty() || missing != null ? "" : " (" + span.detail() + ")"));
    if (missing != null) {
      missing.parts().stream()
          .map(part -> BELOW_TIME + "missing: " + part.path() + " (" + part.why() + ")")
          .forEach(lines::add);
      if (missing.more() > 0) {
        lines.add(BELOW_TIME + "… and " + missing.more() + " more");
      }
    }
    timeline.tooLate(span).stream()
        .map(late -> BELOW_TIME + later(span, late) + " later: " + happened(late))
        .forEach(lines::add);
    return lines;
  }

  private static String later(Span span, Mark late) {
    return seconds(Duration.between(span.to(), late.at()));
  }

  private List<String> longest() {
    return timeline.spans().stream()
        .sorted(Comparator.comparing(Span::lasted).reversed())
        .limit(LONGEST_WAITS)
        .map(
            span ->
                seconds(span.lasted())
                    + "  "
                    + span.caller().name()
                    + " for "
                    + span.path()
                    + ", "
                    + span.outcome())
        .toList();
  }

  private List<String> savings() {
    List<String> lines = new ArrayList<>();
    for (Timeline.Link link : timeline.criticalPath()) {
      Duration saving = timeline.saving(link);
      if (saving.compareTo(WORTH_SAVING) >= 0) {
        lines.add(wouldHelp(link) + ": up to " + seconds(saving));
      }
    }
    return lines;
  }

  private static String wouldHelp(Timeline.Link link) {
    Mark cause = link.cause();
    boolean isFirst = link.before() == null;
    if (cause != null) {
      return cause.isSignal()
          ? happened(cause) + (isFirst ? " earlier" : " at once after its own wait")
          : cause.path() + " is ready earlier";
    }
    return link.span().caller().name()
        + " begins to wait for "
        + link.span().path()
        + (isFirst ? " earlier" : " at once after its wait before");
  }

  private List<String> bars() {
    List<String> lines = new ArrayList<>();
    Map<String, List<Mark>> signals =
        timeline.marks().stream()
            .filter(mark -> mark.isSignal() && mark.caller() != null)
            .collect(Collectors.groupingBy(mark -> String.valueOf(mark.caller())));
    int left = timeline.lanes().size();
    for (Map.Entry<String, List<Span>> lane : timeline.lanes().entrySet()) {
      if (lines.size() >= Rows.MOST) {
        lines.add("… and " + left + " more callers");
        break;
      }
      String name = lane.getKey();
      String label = name.length() > LABEL ? name.substring(0, LABEL - 1) + "…" : name;
      List<Mark> ofCaller = signals.getOrDefault(name, List.of());
      for (List<Span> row : Rows.of(lane.getValue())) {
        lines.add(label + " ".repeat(LABEL - label.length()) + " |" + bar(row, ofCaller) + "|");
        label = "";
        ofCaller = List.of();
      }
      left--;
    }
    lines.add(" ".repeat(LABEL + 2) + "0 s" + " ".repeat(BAR - 10) + seconds(timeline.length()));
    lines.add(
        " ".repeat(LABEL + 2)
            + Stream.of(Ending.values())
                .map(ending -> ending.character + " " + ending.words)
                .collect(Collectors.joining("   "))
            + "   "
            + SIGNAL
            + " signals");
    return lines;
  }

  private String bar(List<Span> row, List<Mark> signals) {
    char[] bar = " ".repeat(BAR).toCharArray();
    for (Span span : row) {
      for (int i = column(span.from()); i <= column(span.to()); i++) {
        bar[i] = span.ending().character;
      }
    }
    for (Mark signal : signals) {
      bar[column(signal.at())] = SIGNAL;
    }
    return String.valueOf(bar);
  }

  private int column(Instant at) {
    long length = Math.max(1, timeline.length().toNanos());
    long column = timeline.sinceBegin(at).toNanos() * (BAR - 1) / length;
    return (int) Math.max(0, Math.min(BAR - 1, column));
  }

  private String at(Instant moment) {
    return String.format(Locale.ROOT, "%8s  ", seconds(timeline.sinceBegin(moment)));
  }

  /** {@code 12.3 s}. */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
  }
}
