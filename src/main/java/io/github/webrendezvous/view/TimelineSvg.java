package io.github.webrendezvous.view;

import com.google.errorprone.annotations.FormatMethod;
import io.github.webrendezvous.rendezvous.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a timeline as SVG: a lane for each caller, a bar for each wait, an arrow from each signal
 * to what it ended, and probes as ticks. The size of the result is limited.
 */
public final class TimelineSvg {
  /** The style, which is the same in every drawing. */
  public static final String STYLE =
      """
      svg { font: 12px system-ui, sans-serif; --text: #1b1f24; --quiet: #57606a; --ground: #fff; \
      --line: #d0d7de; --ok: #1a7f37; --bad: #b3261e; --open: #9a6700; --arrow: #57606a; --on: #fff; } \
      @media (prefers-color-scheme: dark) { svg { --text: #e6edf3; --quiet: #9aa4af; \
      --ground: #161b22; --line: #30363d; --ok: #3fb950; --bad: #ff8a80; --open: #f0b429; \
      --arrow: #9aa4af; --on: #0d1117; } } \
      .ground { fill: var(--ground); } text { fill: var(--text); } .quiet { fill: var(--quiet); } \
      .grid { stroke: var(--line); } .released { fill: var(--ok); } .ended { fill: var(--bad); } \
      .open { fill: var(--open); } .bar { opacity: .45; } .critical { opacity: 1; } \
      text.on { fill: var(--on); } .signal { fill: var(--text); } \
      .signal.failed { fill: var(--bad); } .tick { stroke: var(--bad); } .tick.ready { stroke: var(--ok); } \
      .arrow { stroke: var(--arrow); fill: none; } \
      .arrow.strong { stroke: var(--text); stroke-width: 2; } .head { fill: var(--arrow); }""";

  private static final int WIDTH = 1_000;
  private static final int LABELS = 170;
  private static final int RIGHT = 20;
  private static final int TOP = 34;
  private static final int LANE = 26;
  private static final int BAR = 16;

  private static final int MOST_BARS = 2_000;
  private static final int MOST_ARROWS = 500;
  private static final int MOST_TICKS = 1_000;

  /** Characters of the name of a lane, and of the path in a bar. */
  private static final int LONGEST_NAME = 22;

  private static final int LONGEST_PATH = 120;
  private static final int SHORTEST_PATH = 4;

  /** The width of most characters, rounded up. */
  private static final double CHARACTER = 7.5;

  private static final int LEGEND_LINE = 18;

  private final Timeline timeline;
  private final StringBuilder svg = new StringBuilder();

  /** The vertical position of each caller that is drawn: of its name, its signals and first row. */
  private final Map<String, Integer> lanes = new LinkedHashMap<>();

  /** The vertical position of each wait of these callers. */
  private final Map<Span, Integer> bars = new HashMap<>();

  private TimelineSvg(Timeline timeline) {
    this.timeline = timeline;
  }

  /** A document. */
  public static String of(Timeline timeline) {
    TimelineSvg drawing = new TimelineSvg(timeline);
    drawing.draw();
    return drawing.svg.toString();
  }

  private void draw() {
    int bottom = placeRows();
    int left = timeline.lanes().size() - lanes.size();
    int height = bottom + 34 + (left > 0 ? LEGEND_LINE : 0);
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-labelledby=\"title\"><title id=\"title\">%s</title><style>%s</style>"
            + "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>%n",
        WIDTH,
        height,
        escaped(String.join(" ", TimelineWords.summary(timeline))),
        STYLE,
        WIDTH,
        height);
    drawGrid(bottom);
    lanes.forEach((caller, y) -> text(8, y + 12, "", shortened(caller, LONGEST_NAME)));
    timeline.spans().stream().filter(bars::containsKey).limit(MOST_BARS).forEach(this::drawBar);
    drawTicks();
    drawArrows();
    drawSignals(bottom);
    drawLegend(bottom + 24, left);
    svg.append("</svg>\n");
  }

  /**
   * Finds the positions.
   *
   * @return that of the bottom
   */
  private int placeRows() {
    int rows = 0;
    for (Map.Entry<String, List<Span>> lane : timeline.lanes().entrySet()) {
      if (rows >= Rows.MOST) {
        break;
      }
      lanes.put(lane.getKey(), TOP + LANE * rows);
      for (List<Span> row : Rows.of(lane.getValue())) {
        int y = TOP + LANE * rows;
        row.forEach(wait -> bars.put(wait, y));
        rows++;
      }
    }
    return TOP + LANE * Math.max(1, rows);
  }

  private void drawLegend(int y, int callersLeft) {
    int x = 8;
    for (Ending each : Ending.values()) {
      add(
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" rx=\"2\"/>%n",
          each.style, x, y - 9);
      text(x + 15, y, "quiet", each.words);
      x += 30 + (int) (each.words.length() * CHARACTER);
    }
    drawSignal("signal", x + 5, y - 4, "signal");
    text(x + 15, y, "quiet", "signal");
    x += 30 + (int) ("signal".length() * CHARACTER);
    text(x, y, "quiet", "strong colours: what the last wait depended on");
    if (callersLeft > 0) {
      text(8, y + LEGEND_LINE, "quiet", "… and " + callersLeft + " more callers");
    }
  }

  private void drawGrid(int bottom) {
    for (TimeAxis.Line line : TimeAxis.of(timeline.length())) {
      double x = x(line.at());
      add(
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
          x, x, TOP - 6, bottom);
      add(
          "<text class=\"quiet\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>%n",
          x, TOP - 14, line.label());
    }
  }

  private void drawBar(Span span) {
    int y = bars.getOrDefault(span, TOP);
    double x = x(span.from());
    double width = Math.max(2, x(span.to()) - x);
    add(
        "<rect class=\"bar %s%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
            + " rx=\"2\"><title>%s</title></rect>%n",
        span.ending().style,
        timeline.isCritical(span) ? " critical" : "",
        x,
        y,
        width,
        BAR,
        escaped(
            span.caller().name()
                + " waited "
                + TimelineWords.seconds(span.lasted())
                + " for "
                + span.path()
                + ": "
                + span.outcome()
                + (span.detail().isEmpty() ? "" : ", " + span.detail())));
    int fits = (int) ((width - 8) / CHARACTER);
    if (fits >= SHORTEST_PATH) {
      String on = timeline.isCritical(span) ? "on" : "";
      text(x + 4, y + 12, on, shortened(span.path(), Math.min(fits, LONGEST_PATH)));
    }
  }

  /** Signals of callers without a lane are at the bottom. */
  private void drawSignals(int bottom) {
    int drawn = 0;
    for (Mark mark : timeline.marks()) {
      if (mark.isSignal() && drawn++ < MOST_TICKS) {
        String kind = mark.what() == Event.What.SIGNALLED_FAILED ? "signal failed" : "signal";
        drawSignal(kind, x(mark.at()), yOf(mark, bottom), TimelineWords.happened(mark));
      }
    }
  }

  private void drawSignal(String kind, double x, int y, String title) {
    add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"3\"><title>%s</title></circle>%n",
        kind, x, y, escaped(title));
  }

  private int yOf(Mark mark, int bottom) {
    Integer y = mark.caller() == null ? null : lanes.get(mark.caller());
    return y == null ? bottom : y + BAR / 2;
  }

  private void drawTicks() {
    int drawn = 0;
    List<Span> spans = timeline.spans().stream().limit(MOST_BARS).toList();
    for (Mark mark : timeline.marks().stream().filter(Mark::isProbe).limit(MOST_TICKS).toList()) {
      for (Span span : spans) {
        Integer y = bars.get(span);
        if (y != null
            && span.terms().contains(mark.path())
            && !mark.at().isBefore(span.from())
            && !mark.at().isAfter(span.to())
            && drawn++ < MOST_TICKS) {
          add(
              "<line class=\"tick%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\">"
                  + "<title>%s</title></line>%n",
              mark.what() == Event.What.ATTEMPT_SUCCEEDED ? " ready" : "",
              x(mark.at()),
              x(mark.at()),
              y + BAR,
              y + BAR + 6,
              escaped(mark.path() + ": " + mark.detail()));
        }
      }
    }
  }

  private void drawArrows() {
    int drawn = 0;
    for (Span span : timeline.spans()) {
      Mark cause = timeline.causeWhileWaiting(span);
      Integer to = bars.get(span);
      Integer from = cause == null || cause.caller() == null ? null : lanes.get(cause.caller());
      if (cause == null || to == null || from == null || from.equals(to)) {
        continue;
      }
      if (drawn++ < MOST_ARROWS) {
        double x = x(cause.at());
        double end = x(span.to());
        int y = from < to ? to : to + BAR;
        int tip = from < to ? -5 : 5;
        add(
            "<path class=\"arrow%s\" d=\"M%.1f %d L%.1f %d\"/>"
                + "<path class=\"head\" d=\"M%.1f %d l-3 %d h6 z\"/>%n",
            timeline.isCritical(span) ? " strong" : "", x, from + BAR / 2, end, y, end, y, tip);
      }
    }
  }

  @FormatMethod
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private double x(Instant at) {
    return x(timeline.sinceBegin(at));
  }

  private double x(Duration sinceBegin) {
    double length = Math.max(1, timeline.length().toNanos());
    double part = sinceBegin.toNanos() / length;
    return LABELS + (WIDTH - LABELS - RIGHT) * Math.max(0, Math.min(1, part));
  }

  private void text(double x, int y, String kind, String text) {
    add(
        "<text%s x=\"%.1f\" y=\"%d\">%s</text>%n",
        kind.isEmpty() ? "" : " class=\"" + kind + "\"", x, y, escaped(text));
  }

  private static String shortened(String text, int longest) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }

  /** Without characters that XML does not allow, or that reorder text. */
  private static String escaped(String text) {
    return Visible.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
