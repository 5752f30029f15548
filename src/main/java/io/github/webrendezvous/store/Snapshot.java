package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Replica;
import io.github.webrendezvous.rendezvous.SavedLatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * All latches at one revision. Immutable.
 *
 * @param tag of the row with that revision
 * @param hasRow whether that row is still in the table of changes
 * @param nowMicros the time by the database's clock when it was read
 */
record Snapshot(long revision, long tag, boolean hasRow, long nowMicros, List<SavedLatch> latches) {
  private static final int FETCHED_AT_ONCE = 500;

  /**
   * The latches that old rows have been folded into.
   *
   * @param connection in a transaction whose statements see the same moment
   */
  static Snapshot base(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED_AT_ONCE);
      try (ResultSet base =
          statement.executeQuery(
              "SELECT revision, tag, " + Log.NOW_MICROS + " FROM rendezvous_base")) {
        base.next();
        long revision = base.getLong(1);
        long tag = base.getLong(2);
        long now = base.getLong(3);
        return new Snapshot(revision, tag, false, now, latches(statement));
      }
    }
  }

  private static List<SavedLatch> latches(Statement statement) throws SQLException {
    List<SavedLatch> latches = new ArrayList<>();
    try (ResultSet found = statement.executeQuery("SELECT name, latch FROM rendezvous_latches")) {
      while (found.next()) {
        Key key = new Key(new String(found.getBytes(1), StandardCharsets.UTF_8));
        latches.add(LatchBytes.read(key, found.getBytes(2)));
      }
    } catch (IOException e) {
      throw new SQLException("the table rendezvous_latches is damaged", e);
    }
    return latches;
  }

  /**
   * The latches after the newest row.
   *
   * @param empty to fold the rows in
   */
  static Snapshot newest(Connection connection, Replica empty) throws SQLException {
    Snapshot base = base(connection);
    long revision = base.revision();
    long tag = base.tag();
    empty.restore(base.latches(), base.nowMicros());
    for (boolean more = true; more; ) {
      Log.Rows next = Log.from(revision + 1, connection);
      for (Row row : next.rows()) {
        empty.apply(row.change(), next.nowMicros());
        revision = row.revision();
        tag = row.tag();
      }
      more = next.isFull();
    }
    return new Snapshot(revision, tag, revision > base.revision(), base.nowMicros(), empty.saved());
  }
}
