package io.github.webrendezvous.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the store. They are made at the start, and have a version. */
final class Schema {
  static final int VERSION = 1;

  /**
   * A lock for one thing at a time in a schema; number 1 is for writing, 2 for trimming, 3 for
   * making the tables.
   */
  private static final String KEY_OF_LOCK =
      "hashtextextended('web-rendezvous ' || current_schema(), %d)";

  /**
   * If a node is cut off in the middle, PostgreSQL ends its session, and the lock is free again.
   */
  static final String LOCK_TO_WRITE =
      "SELECT set_config('idle_in_transaction_session_timeout', '10s', true), "
          + "pg_advisory_xact_lock(%s)".formatted(KEY_OF_LOCK.formatted(1));

  static final String TRY_LOCK_TO_TRIM =
      "SELECT pg_try_advisory_xact_lock(" + KEY_OF_LOCK.formatted(2) + ")";
  private static final String LOCK_TO_CREATE = lock(3);

  /** Names are bytes: text cannot have every character, and depends on the database's encoding. */
  private static final String CREATE =
      """
      CREATE TABLE rendezvous_version (version integer NOT NULL);
      INSERT INTO rendezvous_version VALUES (%d);
      CREATE TABLE rendezvous_log (
        revision bigint PRIMARY KEY,
        tag bigint NOT NULL,
        kind smallint NOT NULL,
        name bytea NOT NULL,
        caller bytea NOT NULL,
        at_micros bigint NOT NULL,
        arrival boolean NOT NULL,
        id bytea,
        value bytea,
        content_type bytea,
        ttl_micros bigint
      );
      CREATE TABLE rendezvous_latches (name bytea PRIMARY KEY, latch bytea NOT NULL);
      CREATE TABLE rendezvous_base (revision bigint NOT NULL, tag bigint NOT NULL);
      INSERT INTO rendezvous_base VALUES (0, 0);
      CREATE TABLE rendezvous_nodes (
        node text PRIMARY KEY,
        started_micros bigint NOT NULL,
        seen_micros bigint NOT NULL,
        waits integer NOT NULL
      );
      """
          .formatted(VERSION);

  private Schema() {}

  private static String lock(int number) {
    return "SELECT pg_advisory_xact_lock(" + KEY_OF_LOCK.formatted(number) + ")";
  }

  /**
   * Makes the tables, unless they are there.
   *
   * @throws NewerSchemaException if a newer program has made them
   */
  static void create(Connection connection) throws SQLException, NewerSchemaException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK_TO_CREATE);
      int version = version(statement);
      if (version > VERSION) {
        throw new NewerSchemaException(version);
      }
      if (version == 0) {
        statement.execute(CREATE);
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** The version of the tables; 0 if there are none. */
  private static int version(Statement statement) throws SQLException {
    try (ResultSet there =
        statement.executeQuery("SELECT to_regclass('rendezvous_version') IS NOT NULL")) {
      there.next();
      if (!there.getBoolean(1)) {
        return 0;
      }
    }
    try (ResultSet version = statement.executeQuery("SELECT version FROM rendezvous_version")) {
      version.next();
      return version.getInt(1);
    }
  }
}
