package io.github.webrendezvous.store;

import io.github.webrendezvous.settings.PostgresUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** Connects to the database of the store. Thread-safe. */
final class Database {
  private static final String CONNECT_SECONDS = "2";

  /** No statement of ours takes longer. */
  private static final String ANSWER_SECONDS = "10";

  private static final String NEVER = "0";

  /** How often a statement is used before the server prepares it; the driver's default. */
  private static final int USES_BEFORE_PREPARED = 5;

  private final Driver driver;
  private final Properties properties = new Properties();
  private final String description;

  Database(Driver driver, PostgresUrl url) {
    this.driver = driver;
    description = url.toString();
    properties.setProperty("ApplicationName", "web-rendezvous");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("prepareThreshold", NEVER);
    if (url.properties().getOrDefault("PGHOST", "").contains(",")) {
      properties.setProperty("targetServerType", "primary");
    }
    url.properties().forEach(properties::setProperty);
  }

  /** The same for connections that notifications arrive on. */
  static Database forNotifications(Driver driver, PostgresUrl url) {
    Database database = new Database(driver, url);
    database.properties.setProperty("socketFactory", NotificationSockets.class.getName());
    return database;
  }

  /** A new session, in which every statement is its own transaction. */
  Connection connect() throws SQLException {
    Connection connection = driver.connect("jdbc:postgresql://", properties);
    if (connection == null) {
      throw new SQLException("the driver does not know such a URL");
    }
    try {
      prepareStatements(connection);
      return connection;
    } catch (SQLException e) {
      connection.abort(Runnable::run);
      throw e;
    }
  }

  /**
   * Lets the server prepare statements that are used often, which saves nearly half of its work.
   * This is not possible behind a pooler such as PgBouncer, because transactions run in different
   * sessions of the server, and a prepared statement is known in one. A pooler gives its clients
   * process IDs of its own, and is recognized by that.
   */
  private static void prepareStatements(Connection connection) throws SQLException {
    PGConnection client = connection.unwrap(PGConnection.class);
    try (Statement statement = connection.createStatement();
        ResultSet process = statement.executeQuery("SELECT pg_backend_pid()")) {
      process.next();
      if (process.getInt(1) == client.getBackendPID()) {
        client.setPrepareThreshold(USES_BEFORE_PREPARED);
        // A plan that was made while a table was small must not read all of it when it has grown.
        statement.execute("SET enable_seqscan = off");
      }
    }
  }

  /** Host, port and database; no credentials. */
  @Override
  public String toString() {
    return description;
  }
}
