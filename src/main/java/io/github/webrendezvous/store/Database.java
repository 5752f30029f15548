package io.github.webrendezvous.store;

import io.github.webrendezvous.settings.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** Connects to the database of the store. Thread-safe. */
final class Database {
  private static final String CONNECT_SECONDS = "2";

  /** No statement of ours takes longer. */
  private static final String ANSWER_SECONDS = "10";

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
    // Poolers such as PgBouncer change the session under prepared statements.
    properties.setProperty("prepareThreshold", "0");
    if (url.properties().getOrDefault("PGHOST", "").contains(",")) {
      properties.setProperty("targetServerType", "primary");
    }
    url.properties().forEach(properties::setProperty);
  }

  /** A new session, in which every statement is its own transaction. */
  Connection connect() throws SQLException {
    Connection connection = driver.connect("jdbc:postgresql://", properties);
    if (connection == null) {
      throw new SQLException("the driver does not know such a URL");
    }
    return connection;
  }

  /** Host, port and database; no credentials. */
  @Override
  public String toString() {
    return description;
  }
}
