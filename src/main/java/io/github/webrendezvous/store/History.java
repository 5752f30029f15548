package io.github.webrendezvous.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Replica;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Applies changes to the registry in the order of their revisions, each once, whichever thread has
 * read them. Thread-safe; its lock is never held while the database is asked.
 */
final class History {
  /** In place of a revision or a time. */
  static final long NONE = -1;

  private final Registry registry;
  private final Replica replica;
  private final Supplier<Replica> empty;

  @GuardedBy("this")
  private long last;

  /** The tag of the last row. */
  @GuardedBy("this")
  private long lastTag;

  /** The last revision, if it has no row any more, or if there is none yet. */
  @GuardedBy("this")
  private long withoutRow = NONE;

  /** How often everything was loaded. */
  @GuardedBy("this")
  private long generation;

  /**
   * @param replica of the registry
   * @param empty makes an empty replica
   */
  History(Registry registry, Replica replica, Supplier<Replica> empty) {
    this.registry = registry;
    this.replica = replica;
    this.empty = empty;
  }

  /** The newest revision that was applied. */
  synchronized long last() {
    return last;
  }

  /**
   * Reads what is new, and applies it.
   *
   * @param connection in which every statement is its own transaction
   * @return the time by the database's clock
   */
  long catchUp(Connection connection) throws SQLException {
    while (true) {
      Log.Rows read = Log.from(last(), connection);
      if (!apply(read)) {
        load(connection);
      } else if (!read.isFull()) {
        return read.nowMicros();
      }
    }
  }

  /**
   * The same within a transaction, which first takes the lock to write.
   *
   * @return {@link #NONE} if {@link #catchUp} must load everything, in a transaction of its own
   */
  long lockAndCatchUp(Connection transaction) throws SQLException {
    Log.Rows read = Log.lockAndFrom(last(), transaction);
    while (apply(read)) {
      if (!read.isFull()) {
        return read.nowMicros();
      }
      read = Log.from(last(), transaction);
    }
    return NONE;
  }

  /**
   * Applies the rows that are new.
   *
   * @return false if they do not continue what was applied: old rows were trimmed meanwhile, or a
   *     failover has lost changes
   */
  private synchronized boolean apply(Log.Rows read) {
    List<Row> rows = read.rows();
    if (generation == 0) {
      return false;
    }
    boolean isWithoutRow = last == withoutRow;
    if (rows.isEmpty()) {
      return isWithoutRow;
    }
    for (Row row : rows) {
      if (row.revision() == last && row.tag() != lastTag) {
        return false;
      }
    }
    if (rows.get(0).revision() > last + (isWithoutRow ? 1 : 0)) {
      return false;
    }
    applyNew(rows, read.nowMicros()).forEach(Runnable::run);
    return true;
  }

  /**
   * Applies rows that were just recorded here, if no other thread has read them.
   *
   * @return what releases the waits; must be run soon
   */
  synchronized List<Runnable> recorded(List<Row> rows, long nowMicros) {
    return applyNew(rows, nowMicros);
  }

  @GuardedBy("this")
  private List<Runnable> applyNew(List<Row> rows, long nowMicros) {
    List<Runnable> releases = new ArrayList<>();
    for (Row row : rows) {
      if (row.revision() == last + 1) {
        last = row.revision();
        lastTag = row.tag();
        releases.add(registry.apply(row.change(), nowMicros));
      }
    }
    return releases;
  }

  private void load(Connection connection) throws SQLException {
    long before = generation();
    Snapshot read;
    connection.setAutoCommit(false);
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      read = Snapshot.newest(connection, empty.get());
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(true);
    }
    synchronized (this) {
      if (generation == before) { // Otherwise another thread has loaded everything meanwhile.
        generation++;
        last = read.revision();
        lastTag = read.tag();
        withoutRow = read.hasRow() ? NONE : last;
        registry.restore(read.latches(), read.nowMicros());
      }
    }
  }

  private synchronized long generation() {
    return generation;
  }

  /** Drops what has expired. */
  void dropExpired(long nowMicros) {
    replica.dropExpired(nowMicros);
  }
}
