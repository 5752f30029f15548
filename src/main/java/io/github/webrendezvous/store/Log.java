package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of changes: reads and inserts rows. */
final class Log {
  /** The channel of notifications; their text is the newest revision, and only a hint. */
  static final String CHANNEL = "rendezvous";

  static final String NOW_MICROS = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

  /** Rows that are read at once; with the longest values, they have 16 MiB. */
  private static final int MOST_ROWS = 250;

  private static final String COLUMNS =
      "revision, tag, at_micros, kind, name, caller, arrival, id, value, content_type, ttl_micros";

  private static final String FROM =
      "SELECT %s AS now_micros, %s FROM rendezvous_log WHERE revision >= ? ORDER BY revision LIMIT %d"
          .formatted(NOW_MICROS, COLUMNS, MOST_ROWS);

  private static final String INSERT =
      """
      WITH inserted AS (
        INSERT INTO rendezvous_log (%s)
        SELECT ? + number, ?, ?, kind, name, caller, arrival, id, value, content_type, ttl_micros
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
          AS new(kind, name, caller, arrival, id, value, content_type, ttl_micros, number)
        RETURNING revision)
      SELECT pg_notify('%s', max(revision)::text) FROM inserted
      """
          .formatted(COLUMNS, CHANNEL);

  private Log() {}

  /**
   * Rows from one moment.
   *
   * @param nowMicros the time by the database's clock
   * @param rows in the order of their revisions
   */
  record Rows(long nowMicros, List<Row> rows) {
    /** Whether there may be more. */
    boolean isFull() {
      return rows.size() == MOST_ROWS;
    }
  }

  /** The first rows from a revision on. */
  static Rows from(long revision, Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FROM)) {
      select.setLong(1, revision);
      try (ResultSet found = select.executeQuery()) {
        long now = 0;
        List<Row> rows = new ArrayList<>();
        while (found.next()) {
          now = found.getLong("now_micros");
          rows.add(new Row(found.getLong("revision"), found.getLong("tag"), Cells.read(found)));
        }
        return new Rows(now, rows);
      }
    }
  }

  /** Inserts changes after a revision, and notifies the listeners at the commit. */
  static void insert(
      long after, long tag, long atMicros, List<Change> changes, Connection connection)
      throws SQLException {
    List<Cells> cells = changes.stream().map(Cells::of).toList();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, after);
      insert.setLong(2, tag);
      insert.setLong(3, atMicros);
      objects(4, "smallint", cells, Cells::kind, insert);
      bytes(5, cells, Cells::name, insert);
      bytes(6, cells, Cells::caller, insert);
      objects(7, "boolean", cells, Cells::arrival, insert);
      bytes(8, cells, Cells::id, insert);
      bytes(9, cells, Cells::value, insert);
      bytes(10, cells, Cells::contentType, insert);
      objects(11, "bigint", cells, Cells::ttlMicros, insert);
      try (ResultSet notified = insert.executeQuery()) {
        notified.next();
      }
    }
  }

  private static void objects(
      int parameter,
      String type,
      List<Cells> cells,
      Function<Cells, @Nullable Object> cell,
      PreparedStatement insert)
      throws SQLException {
    Object[] elements = cells.stream().map(cell).toArray();
    insert.setArray(parameter, insert.getConnection().createArrayOf(type, elements));
  }

  private static void bytes(
      int parameter,
      List<Cells> cells,
      Function<Cells, byte @Nullable []> cell,
      PreparedStatement insert)
      throws SQLException {
    byte[][] elements = cells.stream().map(cell).toArray(byte[][]::new);
    insert.setArray(parameter, insert.getConnection().createArrayOf("bytea", elements));
  }
}
