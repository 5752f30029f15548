package io.github.webrendezvous.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one thread, made again after a failure, to a database that has our tables. Only
 * {@link #close} may be called by other threads.
 */
final class Session implements AutoCloseable {
  private final Database database;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  Session(Database database) {
    this.database = database;
  }

  /** A connection in which every statement is its own transaction. */
  Connection get() throws SQLException {
    Connection known = connection;
    if (known == null) {
      known = database.connect();
      connection = known;
      try {
        Schema.create(known);
      } catch (NewerSchemaException e) {
        throw new SQLException(e.getMessage(), e);
      }
      if (closed) {
        drop();
        throw new SQLException("closed");
      }
    }
    return known;
  }

  /** Ends the connection, if there is one; the next one is new. */
  void drop() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.abort(Runnable::run);
      } catch (SQLException e) {
        // It has ended.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }
}
