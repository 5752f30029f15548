package io.github.webrendezvous.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The round times at which a timeline has a line. */
final class TimeAxis {
  /**
   * One line.
   *
   * @param at since the beginning
   */
  record Line(Duration at, String label) {}

  private static final int MOST_LINES = 9;

  /** In the order of their length. */
  private static final List<Duration> STEPS =
      Stream.of(
              Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500).map(Duration::ofMillis),
              Stream.of(1, 2, 5, 10, 15, 30).map(Duration::ofSeconds),
              Stream.of(1, 2, 5, 10, 15, 30).map(Duration::ofMinutes),
              Stream.of(1, 2, 4, 12).map(Duration::ofHours))
          .flatMap(steps -> steps)
          .toList();

  private TimeAxis() {}

  /** The lines from 0 to at most this length; few of them. */
  static List<Line> of(Duration length) {
    Duration step = step(length);
    List<Line> lines = new ArrayList<>();
    for (Duration at = Duration.ZERO; at.compareTo(length) <= 0; at = at.plus(step)) {
      lines.add(new Line(at, label(at, step)));
    }
    return lines;
  }

  private static Duration step(Duration length) {
    for (Duration step : STEPS) {
      if (length.dividedBy(step) < MOST_LINES) {
        return step;
      }
    }
    return Duration.ofDays(1 + length.toDays() / MOST_LINES);
  }

  private static String label(Duration at, Duration step) {
    if (step.toDays() > 0) {
      return at.toDays() + " d";
    }
    if (step.toHours() > 0) {
      return at.toHours() + " h";
    }
    if (step.toMinutes() > 0) {
      return at.toMinutes() + " min";
    }
    if (step.toSeconds() > 0) {
      return at.toSeconds() + " s";
    }
    return step.toMillis() < 100 ? at.toMillis() + " ms" : TimelineWords.seconds(at);
  }
}
