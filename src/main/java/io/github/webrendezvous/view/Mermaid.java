package io.github.webrendezvous.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Timelines as diagrams of Mermaid, which many web sites render from text. */
public final class Mermaid {
  /** Mermaid refuses long texts; its limit is 50,000 characters. */
  private static final int MOST_ENTRIES = 200;

  private static final int LONGEST_NAME = 60;

  private Mermaid() {}

  /** A Gantt chart: a section for each caller, a bar for each wait. */
  public static String gantt(Timeline timeline) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "gantt",
                "    title What each caller waited for",
                "    dateFormat x",
                "    axisFormat %M:%S"));
    int entries = 0;
    for (Map.Entry<String, List<Span>> lane : timeline.lanes().entrySet()) {
      if (entries >= MOST_ENTRIES) {
        break;
      }
      if (lane.getValue().isEmpty()) {
        continue;
      }
      lines.add("    section " + plain(lane.getKey()));
      for (Span span : lane.getValue()) {
        if (entries++ >= MOST_ENTRIES) {
          break;
        }
        String tags =
            timeline.isCritical(span)
                ? "crit, "
                : span.isReleased() ? "done, " : span.ended() == null ? "active, " : "";
        long from = span.from().toEpochMilli();
        lines.add(
            "    "
                + plain(span.path() + " " + span.outcome())
                + " :"
                + tags
                + from
                + ", "
                + Math.max(from + 1, span.to().toEpochMilli()));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** A sequence diagram: an arrow from each signal or target to each wait that it ended. */
  public static String sequence(Timeline timeline) {
    Map<String, String> names = new HashMap<>();
    List<String> participants = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    timeline.spans().stream()
        .sorted(Comparator.comparing(Span::to))
        .limit(MOST_ENTRIES)
        .forEach(
            span -> {
              Mark cause = timeline.cause(span);
              String to = name(span.caller().name(), names, participants);
              String after = " after " + TimelineWords.seconds(span.lasted());
              if (cause == null) {
                messages.add(
                    "    Note over "
                        + to
                        + ": "
                        + plain(span.path() + " " + span.outcome() + after));
              } else {
                String caller = cause.caller();
                String from = name(caller == null ? cause.path() : caller, names, participants);
                String outcome = span.isReleased() ? "" : " " + span.outcome();
                messages.add(
                    "    " + from + "->>" + to + ": " + plain(cause.path() + outcome + after));
              }
            });
    List<String> lines = new ArrayList<>(List.of("sequenceDiagram"));
    lines.addAll(participants);
    lines.addAll(messages);
    return String.join("\n", lines) + "\n";
  }

  private static String name(String shown, Map<String, String> names, List<String> participants) {
    return names.computeIfAbsent(
        shown,
        s -> {
          String name = "p" + names.size();
          participants.add("    participant " + name + " as " + plain(s));
          return name;
        });
  }

  /** Without the characters that have a meaning in a diagram. */
  private static String plain(String text) {
    String visible = Visible.of(text).replaceAll("[:;#,%<>\\\\\"'`{}\\[\\]|]", " ").strip();
    String known = visible.isEmpty() ? "(no name)" : visible;
    return known.length() > LONGEST_NAME
        ? known.substring(
                0,
                known.offsetByCodePoints(
                    0, Math.min(LONGEST_NAME, known.codePointCount(0, known.length())) - 1))
            + "…"
        : known;
  }
}
