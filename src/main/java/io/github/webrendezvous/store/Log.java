package io.github.webrendezvous.store;

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

  /** Two statements: rows, and the time after them. */
  private static final String FROM =
      """
      SELECT %s FROM rendezvous_log WHERE revision >= ? ORDER BY revision LIMIT %d;
      SELECT %s
      """
          .formatted(COLUMNS, MOST_ROWS, NOW_MICROS);

  /** Each statement sees what was committed before it began, so the rows are those of the lock. */
  private static final String LOCK_AND_FROM = Schema.LOCK_TO_WRITE + ";\n" + FROM;

  private static final String INSERT_AND_COMMIT =
      """
      WITH inserted AS (
        INSERT INTO rendezvous_log (%s)
        SELECT ? + number, ?, ?, kind, name, caller, arrival, id, value, content_type, ttl_micros
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
          AS new(kind, name, caller, arrival, id, value, content_type, ttl_micros, number)
        RETURNING revision)
      SELECT pg_notify('%s', max(revision)::text) FROM inserted;
      COMMIT
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

  /** The revision in a notification; 0 if it has none, as from a {@link Nodes#beat beat}. */
  static long revision(String notification) {
    try {
      return Long.parseLong(notification);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The first rows from a revision on. */
  static Rows from(long revision, Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FROM)) {
      select.setLong(1, revision);
      select.execute();
      return rows(select);
    }
  }

  /**
   * The same after it has waited for the lock to write, which the transaction then holds. It takes
   * one round trip.
   */
  static Rows lockAndFrom(long revision, Connection transaction) throws SQLException {
    try (PreparedStatement select = transaction.prepareStatement(LOCK_AND_FROM)) {
      select.setLong(1, revision);
      select.execute();
      select.getMoreResults();
      return rows(select);
    }
  }

  /** Reads the results of {@link #FROM}, of which the first is the current one. */
  private static Rows rows(PreparedStatement select) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet found = select.getResultSet()) {
      while (found.next()) {
        rows.add(new Row(found.getLong("revision"), found.getLong("tag"), Cells.read(found)));
      }
    }
    select.getMoreResults();
    try (ResultSet time = select.getResultSet()) {
      time.next();
      return new Rows(time.getLong(1), rows);
    }
  }

  /**
   * Inserts rows, notifies the listeners, and commits, in one round trip. If it throws, the rows
   * may have been committed.
   *
   * @param rows with one tag, and revisions that follow one another
   */
  static void insertAndCommit(List<Row> rows, long atMicros, Connection transaction)
      throws SQLException {
    List<Cells> cells = rows.stream().map(row -> Cells.of(row.change())).toList();
    try (PreparedStatement insert = transaction.prepareStatement(INSERT_AND_COMMIT)) {
      insert.setLong(1, rows.get(0).revision() - 1);
      insert.setLong(2, rows.get(0).tag());
      insert.setLong(3, atMicros);
      objects(4, "smallint", cells, Cells::kind, insert);
      bytes(5, cells, Cells::name, insert);
      bytes(6, cells, Cells::caller, insert);
      objects(7, "boolean", cells, Cells::arrival, insert);
      bytes(8, cells, Cells::id, insert);
      bytes(9, cells, Cells::value, insert);
      bytes(10, cells, Cells::contentType, insert);
      objects(11, "bigint", cells, Cells::ttlMicros, insert);
      insert.execute();
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
