package io.github.webrendezvous.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** A database for the store of each deployment, on one server. */
final class StoreDatabases implements AutoCloseable {
  private final PostgresServer server;
  private int made;

  StoreDatabases(PostgresServer server) {
    this.server = server;
  }

  /** The URL of a new database. */
  String url() throws SQLException {
    String name = "store" + made++;
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return "postgres://postgres@127.0.0.1:" + server.port() + "/" + name + "?sslmode=disable";
  }

  /** The same deployments, each with a store of its own. */
  Map<String, Map<String, String>> with(Map<String, Map<String, String>> deployments)
      throws SQLException {
    Map<String, Map<String, String>> stored = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, String>> each : deployments.entrySet()) {
      Map<String, String> settings = new LinkedHashMap<>(each.getValue());
      settings.put("storeURL", url());
      stored.put(each.getKey(), settings);
    }
    return stored;
  }

  @Override
  public void close() {
    server.close();
  }
}
