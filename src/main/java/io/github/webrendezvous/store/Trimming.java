package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Change;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Replica;
import io.github.webrendezvous.rendezvous.SavedLatch;
import java.lang.System.Logger;
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
  private static final Logger LOG = System.getLogger(Trimming.class.getName());

  private static final Duration EVERY = Duration.ofSeconds(30);

  /** How long rows stay, and how many of the newest in any case. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private static final int KEPT_ROWS = 1_000;

  private final Clock clock;
  private final Supplier<Replica> empty;
  private long nextNanos;
  private boolean hasFailed;

  /**
   * @param empty makes an empty replica
   */
  Trimming(Clock clock, Supplier<Replica> empty) {
    this.clock = clock;
    this.empty = empty;
    nextNanos = clock.nanos() + EVERY.toNanos();
  }

  void trimIfDue(Connection connection) throws SQLException {
    if (clock.nanos() - nextNanos >= 0) {
      nextNanos = clock.nanos() + EVERY.toNanos();
      try {
        trim(connection, KEPT, KEPT_ROWS);
        hasFailed = false;
      } catch (SQLException e) {
        if (!hasFailed) {
          LOG.log(
              Logger.Level.WARNING,
              "old rows of the store could not be removed: " + Contact.inOneLine(e));
        }
        hasFailed = true;
        throw e;
      }
    }
  }

  /** Folds rows that are older than that, except for the newest ones. */
  void trim(Connection connection, Duration kept, int keptRows) throws SQLException {
    connection.setAutoCommit(false);
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement statement = connection.createStatement()) {
        if (tryLock(statement)) {
          fold(until(kept, keptRows, statement), connection);
        }
      }
      connection.commit();
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

  /** The revision up to which rows are folded. */
  private static long until(Duration kept, int keptRows, Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            """
            SELECT coalesce(max(revision), 0) FROM rendezvous_log
            WHERE at_micros < %s - %d
              AND revision <= (SELECT max(revision) FROM rendezvous_log) - %d
            """
                .formatted(Log.NOW_MICROS, kept.toMillis() * 1_000, Math.max(1, keptRows)))) {
      found.next();
      return found.getLong(1);
    }
  }

  private void fold(long until, Connection connection) throws SQLException {
    Snapshot base = Snapshot.base(connection);
    if (until <= base.revision()) {
      return;
    }
    Replica folded = empty.get();
    folded.restore(base.latches(), base.nowMicros());
    Set<String> changed = new LinkedHashSet<>();
    long revision = base.revision();
    long tag = base.tag();
    while (revision < until) {
      for (Row row : Log.from(revision + 1, connection).rows()) {
        if (row.revision() <= until) {
          addNames(row.change(), folded, changed);
          folded.apply(row.change(), base.nowMicros());
          tag = row.tag();
          revision = row.revision();
        }
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
      update.setLong(1, revision);
      update.setLong(2, tag);
      update.executeUpdate();
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM rendezvous_log WHERE revision <= ?")) {
      delete.setLong(1, revision);
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
