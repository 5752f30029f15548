package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.rendezvous.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of everything as tables for a terminal of 80 columns. */
public final class StatusText {
  private static final int MOST_ROWS = 200;

  /** The most terms of one wait that are listed. */
  private static final int MOST_PARTS = 20;

  /** The widths of the columns: 80 with the spaces between them. */
  private static final int[] WIDTHS = {16, 26, 8, 27};

  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  private StatusText(Instant now) {
    this.now = now;
  }

  /**
   * The tables; each line ends with a line feed.
   *
   * @param statuses of all keys and targets
   */
  public static String of(WaitTrees trees, List<KeyStatus> statuses, Instant now) {
    StatusText status = new StatusText(now);
    List<Wait> waits = trees.waits();
    List<ShownFailure> failed = ShownFailure.of(statuses);
    List<KeyStatus> ready =
        statuses.stream()
            .filter(each -> each.readySince() != null)
            .sorted(Comparator.comparing(KeyStatus::path))
            .toList();
    status
        .text
        .append(waits.size())
        .append(" waiting, ")
        .append(failed.size())
        .append(" failed or timed out, ")
        .append(ready.size())
        .append(" ready\n");
    status.title(failed.size(), "FAILED BY", "KEY", "AGO", "REASON");
    failed.stream().limit(MOST_ROWS).forEach(status::addFailed);
    status.leftOut(failed.size());
    status.title(waits.size(), "CALLER", "WAITS FOR", "LEFT", "MISSING");
    waits.stream()
        .limit(MOST_ROWS)
        .forEach(
            wait ->
                status.row(
                    wait.caller().name(),
                    wait.condition().path(),
                    Ago.inWords(wait.left()),
                    trees.alone(wait).reason()));
    status.leftOut(waits.size());
    status.title(ready.size(), "", "READY", "SINCE", "");
    ready.stream()
        .limit(MOST_ROWS)
        .forEach(each -> status.row("", each.path(), status.ago(each.readySince()), ""));
    status.leftOut(ready.size());
    return status.text.toString();
  }

  /** A wait for several terms has a line, and one for each term that it missed. */
  private void addFailed(ShownFailure failure) {
    Duration waited = failure.waited();
    if (failure.whole() != null && waited != null) {
      failed(failure, "waited " + Ago.inWords(waited));
      failure.parts().stream()
          .limit(MOST_PARTS)
          .forEach(part -> row("", "  " + part.path(), "", part.why()));
      leftOut(failure.parts().size(), MOST_PARTS);
    } else {
      String why = failure.parts().get(0).why();
      failed(failure, waited == null ? "signalled as failed" + after(": ", why) : why);
    }
  }

  private void failed(ShownFailure failure, String reason) {
    row(failure.caller(), failure.name(), ago(failure.at()), reason);
  }

  private static String after(String before, String text) {
    return text.isEmpty() ? "" : before + text;
  }

  private String ago(@Nullable Instant then) {
    return then == null ? "" : Ago.inWords(Duration.between(then, now));
  }

  private void title(int rows, String... columns) {
    if (rows > 0) {
      text.append('\n');
      row(columns);
    }
  }

  private void leftOut(int rows) {
    leftOut(rows, MOST_ROWS);
  }

  private void leftOut(int rows, int most) {
    if (rows > most) {
      text.append("… and ").append(rows - most).append(" more\n");
    }
  }

  private void row(String... columns) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.length; i++) {
      line.append(fitted(Visible.of(columns[i]), WIDTHS[i])).append(' ');
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** Padded or cut to a width. */
  private static String fitted(String column, int width) {
    int length = column.codePointCount(0, column.length());
    return length <= width
        ? column + " ".repeat(width - length)
        : column.substring(0, column.offsetByCodePoints(0, width - 1)) + "…";
  }
}
