package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store with a standby that takes the place of the primary. */
class FailoverIT {
  private final int primaryPort = Loopback.freePort();
  private final int standbyPort = Loopback.freePort();

  FailoverIT() throws IOException {}

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("wal_level", "replica")
        .setServerConfig("max_wal_senders", "4")
        .start();
  }

  /** A cold copy that follows the primary. */
  private void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
    to.toFile().setReadable(false, false);
    to.toFile().setReadable(true, true);
    Files.deleteIfExists(to.resolve("postmaster.pid"));
    Files.writeString(to.resolve("standby.signal"), "");
    Files.writeString(
        to.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'\n".formatted(primaryPort));
  }

  private static void execute(EmbeddedPostgres server, String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static boolean isTrue(EmbeddedPostgres server, String query) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getBoolean(1);
    }
  }

  private static void kill(Path data) throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }

  @Test
  void noSignalIsLostWhenTheStandbyTakesOver(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("primary");
    Path copied = directory.resolve("standby");
    start(data, primaryPort).close();
    copy(data, copied);
    EmbeddedPostgres primary = start(data, primaryPort);
    try (EmbeddedPostgres standby = start(copied, standbyPort)) {
      while (!isTrue(primary, "SELECT count(*) = 1 FROM pg_stat_replication")) {
        Thread.onSpinWait();
      }
      execute(
          primary, "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");
      String url =
          "postgres://postgres@127.0.0.1:%d,127.0.0.1:%d/postgres?sslmode=disable"
              .formatted(standbyPort, primaryPort);
      try (StandaloneContainer one = StandaloneContainer.start(Map.of("storeURL", url));
          StandaloneContainer two = StandaloneContainer.start(Map.of("storeURL", url))) {
        Client first = new Client(one.uri("/"));
        Client second = new Client(two.uri("/"));
        List<String> signalled = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          assertOk(first.send("PUT", "/before" + i));
          signalled.add("/before" + i);
        }
        CompletableFuture<HttpResponse<String>> held =
            second.park("GET", "/after?timeout=60", "/after");
        kill(data);
        primary.close();
        CompletableFuture<HttpResponse<String>> during = second.begin("GET", "/before7?timeout=60");
        execute(standby, "SELECT pg_promote()");
        while (first.send("PUT", "/after").statusCode() != 200) {
          Thread.onSpinWait();
        }
        assertOk(answered(held));
        assertOk(answered(during));
        for (String key : signalled) {
          assertOk(second.send("GET", key + "?timeout=0"));
        }
        assertThat(first.marked()).containsAll(signalled);
      }
    }
  }
}
