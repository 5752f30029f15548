package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store behind a PgBouncer in transaction mode, through which no notifications come. */
class PgBouncerIT {
  @TempDir Path directory;
  private PostgresServer server;
  private String direct;
  private String pooled;
  private Process pooler;

  @BeforeEach
  void start() throws Exception {
    int port = Loopback.freePort();
    new Shell(directory, port).require("pgbouncer");
    server = PostgresServer.embedded();
    direct = "postgres://postgres@127.0.0.1:" + server.port() + "/postgres?sslmode=disable";
    pooled = direct.replace(":" + server.port() + "/", ":" + port + "/");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path configuration = directory.resolve("pgbouncer.ini");
    Files.writeString(
        configuration,
        """
        [databases]
        * = host=127.0.0.1 port=%d user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        ignore_startup_parameters = extra_float_digits
        user = nobody
        """
            .formatted(server.port(), port));
    pooler =
        new ProcessBuilder("pgbouncer", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pgbouncer.log").toFile())
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    if (pooler != null) {
      pooler.destroy();
      assertThat(pooler.waitFor()).isNotNegative();
    }
    if (server != null) {
      server.close();
    }
  }

  private static void assertReleasedBy(Client signaller, Client waiting, String key)
      throws Exception {
    CompletableFuture<HttpResponse<String>> held = waiting.park("GET", key + "?timeout=60", key);
    assertOk(signaller.send("PUT", key));
    assertOk(answered(held));
    assertOk(waiting.send("GET", key + "?timeout=0"));
  }

  @Test
  void everythingWorksAndTheLogSaysWhatIsSlow() throws Exception {
    try (StandaloneContainer one = StandaloneContainer.start(Map.of("storeURL", pooled));
        StandaloneContainer two = StandaloneContainer.start(Map.of("storeURL", direct))) {
      Client first = new Client(one.uri("/"));
      Client second = new Client(two.uri("/"));
      for (int i = 0; i < 3; i++) {
        assertReleasedBy(second, first, "/there" + i);
        assertReleasedBy(first, second, "/back" + i);
      }
      // Statements that the driver prepares are not known to the server's other sessions.
      for (int i = 0; i < 20; i++) {
        assertOk(first.send("PUT", "/often" + i));
        assertOk(first.send("GET", "/often" + i + "?timeout=0"));
      }
      assertThat(one.log()).noneMatch(line -> line.contains("does not answer"));
      assertThat(one.awaitLog("no notifications")).contains("WARNING", "set storeListenURL");
      assertReleasedBy(second, first, "/later");
      assertThat(two.log()).noneMatch(line -> line.contains("no notifications"));
    }
  }

  @Test
  void notificationsComeByTheirOwnUrl() throws Exception {
    Map<String, String> settings = Map.of("storeURL", pooled, "storeListenURL", direct);
    try (StandaloneContainer one = StandaloneContainer.start(settings);
        StandaloneContainer two = StandaloneContainer.start(Map.of("storeURL", direct))) {
      Client first = new Client(one.uri("/"));
      Client second = new Client(two.uri("/"));
      assertReleasedBy(second, first, "/there");
      assertReleasedBy(first, second, "/back");
    }
  }
}
