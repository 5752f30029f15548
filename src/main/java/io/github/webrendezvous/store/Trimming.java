package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Change;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Replica;
import io.github.webrendezvous.rendezvous.SavedLatch;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Folds old rows into one row for each key, so that the table stays small and a node starts fast.
 * The newest rows stay: a node that was cut off for a while can read on where it was. Only for one
 * thread.
 */
final class Trimming {
  private final Supplier<Replica> empty;
  private final int mostRows;

  /**
   * @param empty makes an empty replica
   * @param mostRows how many rows are folded in one transaction
   */
  Trimming(Supplier<Replica> empty, int mostRows) {
    this.empty = empty;
    this.mostRows = mostRows;
  }

  /**
   * Folds rows that are older than that, except for the newest ones.
   *
   * @return whether more is to be folded
   */
  boolean trim(Connection connection, Duration kept, int keptRows) throws SQLException {
    connection.setAutoCommit(false);
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      boolean more = false;
      try (Statement statement = connection.createStatement()) {
        if (tryLock(statement)) {
          Range old = old(kept, keptRows, connection);
          more = old.until() - old.after() > mostRows;
          long until = more ? old.after() + mostRows : old.until();
          if (until > old.after()) {
            fold(until, connection);
          }
        }
      }
      connection.commit();
      return more;
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(true);
    }
  }

  private static boolean tryLock(Statement statement) throws SQLException {
    try (ResultSet locked = statement.executeQuery(Schema.TRY_LOCK_TO_TRIM)) {
      locked.next();
      return locked.getBoolean(1);
    }
  }

  /**
   * Rows with the revisions after the first number, up to the second.
   *
   * @param after the revision of the rows that were folded before
   */
  private record Range(long after, long until) {}

  /**
   * The rows that are to be folded. It looks at few rows, as their times are in the order of their
   * revisions, except where the database's clock was set.
   */
  private static Range old(Duration kept, int keptRows, Connection connection) throws SQLException {
    long after;
    long until;
    long micros;
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT revision, (SELECT max(revision) FROM rendezvous_log), "
                    + Log.NOW_MICROS
                    + " FROM rendezvous_base")) {
      found.next();
      after = found.getLong(1);
      until = found.getLong(2) - Math.max(1, keptRows);
      micros = found.getLong(3) - kept.toMillis() * 1_000;
    }
    long low = after;
    while (low < until) {
      long middle = low + (until - low + 1) / 2;
      if (atMicros(middle, connection) < micros) {
        low = middle;
      } else {
        until = middle - 1;
      }
    }
    return new Range(after, low);
  }

  private static long atMicros(long revision, Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT at_micros FROM rendezvous_log WHERE revision = ?")) {
      select.setLong(1, revision);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? found.getLong(1) : Long.MAX_VALUE;
      }
    }
  }

  private void fold(long until, Connection connection) throws SQLException {
    Snapshot base = Snapshot.base(connection);
    Replica folded = empty.get();
    folded.restore(base.latches(), base.nowMicros());
    Set<String> changed = new LinkedHashSet<>();
    long revision = base.revision();
    long tag = base.tag();
    for (boolean more = true; more; ) {
      Log.Rows read = Log.from(revision + 1, connection);
      more = read.isFull();
      for (Row row : read.rows()) {
        if (row.revision() > until) {
          more = false;
          break;
        }
        addNames(row.change(), folded, changed);
        folded.apply(row.change(), base.nowMicros());
        tag = row.tag();
        revision = row.revision();
      }
    }
    folded.dropExpired(base.nowMicros());
    for (SavedLatch before : base.latches()) {
      if (before.equals(folded.saved(before.key()))) {
        changed.remove(before.key().name());
      } else {
        changed.add(before.key().name()); // Perhaps it has only expired.
      }
    }
    write(changed, folded, connection);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE rendezvous_base SET revision = ?, tag = ?")) {
      update.setLong(1, until);
      update.setLong(2, tag);
      update.executeUpdate();
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM rendezvous_log WHERE revision <= ?")) {
      delete.setLong(1, until);
      delete.executeUpdate();
    }
  }

  private static void addNames(Change change, Replica folded, Set<String> names) {
    if (change instanceof Change.Signalled signalled) {
      names.add(signalled.key().name());
    } else if (change instanceof Change.Reset reset) {
      names.add(reset.key().name());
    } else if (change instanceof Change.ResetAll all) {
      names.addAll(folded.keys(all.prefix()));
    } else if (change instanceof Change.Forgotten forgotten) {
      names.add(forgotten.key().name());
    }
  }

  private static void write(Set<String> names, Replica folded, Connection connection)
      throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM rendezvous_latches WHERE name = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO rendezvous_latches (name, latch) VALUES (?, ?)"
                    + " ON CONFLICT (name) DO UPDATE SET latch = excluded.latch")) {
      for (String name : names) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        SavedLatch latch = folded.saved(new Key(name));
        if (latch == null) {
          delete.setBytes(1, bytes);
          delete.addBatch();
        } else {
          insert.setBytes(1, bytes);
          insert.setBytes(2, LatchBytes.of(latch));
          insert.addBatch();
        }
      }
      delete.executeBatch();
      insert.executeBatch();
    }
  }
}
