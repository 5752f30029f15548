package io.github.webrendezvous.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * A primary and a standby with synchronous replication: what is committed is on both. Either can be
 * the primary. For one thread.
 */
final class ReplicatedPostgres implements AutoCloseable {
  private final int[] ports = {Loopback.freePort(), Loopback.freePort()};
  private final Path[] data;
  private final EmbeddedPostgres[] servers = new EmbeddedPostgres[2];
  private int primary;

  private ReplicatedPostgres(Path directory) throws IOException {
    data = new Path[] {directory.resolve("0"), directory.resolve("1")};
  }

  /** Starts both, with their data below this directory. */
  static ReplicatedPostgres start(Path directory) throws Exception {
    ReplicatedPostgres pair = new ReplicatedPostgres(directory);
    try {
      pair.startPrimary();
      pair.addStandby();
      return pair;
    } catch (Exception e) {
      pair.close();
      throw e;
    }
  }

  /** The ports of both; they do not change. The first is that of the first primary. */
  List<Integer> ports() {
    return List.of(ports[0], ports[1]);
  }

  private EmbeddedPostgres start(int which) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data[which])
        .setCleanDataDirectory(false)
        .setPort(ports[which])
        // Off by default in tests; then a crash loses what was committed.
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("wal_level", "replica")
        .setServerConfig("max_wal_senders", "4")
        .start();
  }

  /** Starts the primary; after {@link #crash}, with what it had committed. */
  void startPrimary() throws IOException {
    servers[primary] = start(primary);
  }

  /** Kills the primary. */
  void crash() throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data[primary].resolve("postmaster.pid")).get(0));
    new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
    stop(primary); // So that another can have its directory.
  }

  /** Makes the standby the primary, after {@link #crash}; there is no standby then. */
  void promote() throws SQLException {
    primary = 1 - primary;
    execute("SELECT pg_promote()");
  }

  /** Adds a standby, which is a copy of the primary; the primary is stopped for this. */
  void addStandby() throws Exception {
    int standby = 1 - primary;
    stop(primary);
    delete(data[standby]);
    copy(data[primary], data[standby]);
    startPrimary();
    servers[standby] = start(standby);
    execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
    execute("SELECT pg_reload_conf()");
    awaitStandby();
  }

  /** Returns when the primary waits for the standby at each commit, so both have the same data. */
  void awaitStandby() throws SQLException {
    while (!isTrue("SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")) {
      Thread.onSpinWait();
    }
  }

  private void stop(int which) throws IOException {
    if (servers[which] != null) {
      servers[which].close();
      servers[which] = null;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private void copy(Path from, Path to) throws IOException {
    Container.copyFolder(from, to);
    // PostgreSQL refuses a directory that others can read.
    to.toFile().setReadable(false, false);
    to.toFile().setReadable(true, true);
    Files.deleteIfExists(to.resolve("postmaster.pid"));
    Files.writeString(to.resolve("standby.signal"), "");
    Files.writeString(
        to.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'\n".formatted(ports[primary]));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean isTrue(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getBoolean(1);
    }
  }

  private Connection connect() throws SQLException {
    return servers[primary].getPostgresDatabase().getConnection();
  }

  @Override
  public void close() throws IOException {
    try {
      stop(1 - primary);
    } finally {
      stop(primary);
    }
  }
}
