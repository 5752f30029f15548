package io.github.webrendezvous.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A running PostgreSQL server at 127.0.0.1 that trusts the user postgres. */
interface PostgresServer extends AutoCloseable {
  int port();

  /** As the superuser, on the database postgres. */
  Connection connect() throws SQLException;

  @Override
  void close();

  /** From binaries that come as a Maven artifact. */
  static PostgresServer embedded() throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start();
    return new PostgresServer() {
      @Override
      public int port() {
        return server.getPort();
      }

      @Override
      public Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
      }

      @Override
      public void close() {
        try {
          server.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** The official image, by Testcontainers. */
  @SuppressWarnings("resource") // Closed with what is returned.
  static PostgresServer inDocker() {
    PostgreSQLContainer server =
        new PostgreSQLContainer("postgres:17")
            .withUsername("postgres")
            .withDatabaseName("postgres")
            .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust");
    server.start();
    return new PostgresServer() {
      @Override
      public int port() {
        return server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
      }

      @Override
      public Connection connect() throws SQLException {
        return server.createConnection("");
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
