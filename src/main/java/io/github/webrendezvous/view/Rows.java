package io.github.webrendezvous.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Divides the waits of a caller into rows, so that those of a row do not overlap. */
public final class Rows {
  /** The most rows of a drawing, before those of its last caller. */
  static final int MOST = 60;

  private static final int MOST_OF_CALLER = 8;

  private Rows() {}

  /** The rows of a drawing, by the exact times. */
  static List<List<Span>> of(List<Span> waits) {
    Instant begin = waits.isEmpty() ? Instant.EPOCH : waits.get(0).from();
    return of(
        waits,
        wait -> Duration.between(begin, wait.from()).toNanos(),
        wait -> Duration.between(begin, wait.to()).toNanos(),
        MOST_OF_CALLER);
  }

  /**
   * The rows, at least one; a wait is in the first that is free.
   *
   * @param waits in the order in which they begin
   * @param from when one begins, in any unit
   * @param to when it ends, in the same unit
   * @param most the maximum number of rows; the last one also gets the waits that fit in no row
   */
  public static List<List<Span>> of(
      List<Span> waits, ToLongFunction<Span> from, ToLongFunction<Span> to, int most) {
    List<List<Span>> rows = new ArrayList<>();
    rows.add(new ArrayList<>());
    long[] free = new long[Math.min(waits.size(), most) + 1]; // When each row is free.
    free[0] = Long.MIN_VALUE;
    for (Span wait : waits) {
      long begin = from.applyAsLong(wait);
      int row = 0;
      while (row < rows.size() && free[row] > begin) {
        row++;
      }
      if (row == rows.size() && row < most) {
        rows.add(new ArrayList<>());
      }
      row = Math.min(row, most - 1);
      rows.get(row).add(wait);
      free[row] = to.applyAsLong(wait);
    }
    return rows;
  }
}
