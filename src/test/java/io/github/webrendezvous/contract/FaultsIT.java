package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults of clients, of the system and of a database. After each, the service answers, no wait is
 * lost or stuck, and threads and open files return to what they were.
 */
class FaultsIT {
  private static final int MANY = 5_000;
  private static final int STALLED = 2_000;

  /** Threads and files that come and go on their own. */
  private static final int MARGIN = 40;

  /** The threads that a pool of Tomcat keeps for a minute. */
  private static final int POOL_OF_TOMCAT = 200;

  /** Where the application runs. */
  enum Place {
    JAR {
      @Override
      Container start(Map<String, String> settings) throws Exception {
        return StandaloneContainer.start(HEAP, settings);
      }
    },
    TOMCAT {
      @Override
      Container start(Map<String, String> settings) throws Exception {
        return TomcatContainer.start(10, List.of(HEAP), Map.of("/", settings));
      }
    };

    /** Room for all waits on Tomcat, where one takes 112 kB. */
    private static final String HEAP = "-Xmx1300m";

    abstract Container start(Map<String, String> settings) throws Exception;
  }

  /** Connections that have sent something, or nothing. */
  private static final class Crowd implements AutoCloseable {
    private final List<Socket> clients = new ArrayList<>();
    private final int port;

    Crowd(int port) {
      this.port = port;
    }

    void add(String request) throws IOException {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
      clients.add(client);
      client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Container.PATIENCE_SECONDS));
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a response head from each. */
    List<String> heads() throws IOException {
      List<String> heads = new ArrayList<>();
      for (Socket client : clients) {
        heads.add(head(client.getInputStream()));
      }
      return heads;
    }

    private static String head(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        assertThat(next).as("broke off after: " + head).isNotNegative();
        head.append((char) next);
      }
      return head.toString();
    }

    @Override
    public void close() throws IOException {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static String request(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
  }

  private static long waits(Client client) throws Exception {
    return client
        .send("GET", "/_metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("rendezvous_waits "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  private static void awaitWaits(Client client, int many) throws Exception {
    while (waits(client) != many) {
      Thread.onSpinWait();
    }
  }

  private static long files(Container server) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      return files.count();
    }
  }

  /** Signals release waits, the page is served, and nothing is left of the fault. */
  private static void assertRecovered(Container server, int before, long files) throws Exception {
    int threads = before + (server instanceof TomcatContainer ? POOL_OF_TOMCAT : 0);
    Client client = new Client(server.uri("/"));
    for (int i = 0; i < 20; i++) {
      CompletableFuture<HttpResponse<String>> parked = client.park("GET", "/well" + i, "/well" + i);
      assertOk(client.send("PUT", "/well" + i));
      assertOk(answered(parked));
    }
    assertThat(client.get("/", "text/html").statusCode()).isEqualTo(200);
    assertThat(client.send("GET", "/_health/ready").statusCode()).isEqualTo(200);
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(Container.PATIENCE_SECONDS);
    while (System.nanoTime() < giveUp
        && (files(server) > files + MARGIN || server.threads().size() > threads + MARGIN)) {
      Thread.onSpinWait();
    }
    assertThat(files(server)).as("open files").isLessThanOrEqualTo(files + MARGIN);
    assertThat(server.threads().size()).as("threads").isLessThanOrEqualTo(threads + MARGIN);
  }

  private interface End {
    void of(Container server) throws Exception;
  }

  private static void assertEveryWaitIsAnswered(Place place, End end) throws Exception {
    try (Container server = place.start(Map.of("maxWaits", "" + (MANY + 100)));
        Crowd crowd = new Crowd(server.port())) {
      for (int i = 0; i < MANY; i++) {
        crowd.add(request("GET", "/crowd" + i % 50 + "?timeout=10m"));
      }
      awaitWaits(new Client(server.uri("/")), MANY);
      end.of(server);
      assertThat(crowd.heads())
          .hasSize(MANY)
          .allMatch(head -> head.startsWith("HTTP/1.1 503") && head.contains("\r\nRetry-After: 1"));
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void everyOneOfThousandsOfWaitsIsAnsweredAtTheEnd(Place place) throws Exception {
    assertEveryWaitIsAnswered(place, Container::terminate);
  }

  @Test
  void everyOneOfThousandsOfWaitsIsAnsweredWhenUndeployed() throws Exception {
    assertEveryWaitIsAnswered(
        Place.TOMCAT, server -> ((TomcatContainer) server).manager("stop?path=/"));
  }

  private interface Fault {
    void by(Crowd crowd, Client client) throws Exception;
  }

  /** A wait that began before the fault is released during it, and nothing is left of the fault. */
  private static void assertDelaysNobody(Place place, Fault fault) throws Exception {
    try (Container server = place.start(Map.of())) {
      Client client = new Client(server.uri("/"));
      byte[] value = "\u0001".repeat(64 * 1_024).getBytes(StandardCharsets.US_ASCII);
      assertOk(client.send("PUT", "/long", value, "text/plain"));
      int threads = server.threads().size();
      long files = files(server);
      CompletableFuture<HttpResponse<String>> parked =
          client.park("GET", "/meanwhile?timeout=60", "/meanwhile");
      try (Crowd crowd = new Crowd(server.port())) {
        fault.by(crowd, client);
        assertOk(client.send("PUT", "/meanwhile"));
        assertOk(answered(parked));
      }
      assertRecovered(server, threads, files);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void thousandsOfClientsThatNeverReadDelayNobody(Place place) throws Exception {
    assertDelaysNobody(
        place,
        (crowd, client) -> {
          for (int i = 0; i < STALLED; i++) {
            crowd.add(request("GET", "/long?raw").repeat(20));
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void thousandsOfHalfRequestsDelayNobody(Place place) throws Exception {
    String whole = "PUT /half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n12345";
    assertDelaysNobody(
        place,
        (crowd, client) -> {
          for (int i = 0; i < STALLED; i++) {
            crowd.add(whole.substring(0, 1 + i * 7 % whole.length()));
          }
          assertThat(client.marked()).doesNotContain("/half");
        });
  }

  /** The limit is lowered while the process runs, and raised again. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void waitsOutliveAProcessWithoutFileDescriptors(Place place) throws Exception {
    try (Container server = place.start(Map.of())) {
      Client client = new Client(server.uri("/"));
      assertOk(client.send("PUT", "/warm"));
      String closed = "/_port/127.0.0.1/" + Loopback.freePort();
      assertThat(client.send("GET", closed + "?timeout=0").statusCode()).isEqualTo(404);
      while (server.threads().contains("web-rendezvous-classes")) {
        Thread.onSpinWait();
      }
      int threads = server.threads().size();
      long files = files(server);
      CompletableFuture<HttpResponse<String>> parked =
          client.park("GET", "/meanwhile?timeout=60", "/meanwhile");
      CompletableFuture<HttpResponse<String>> probing = client.begin("GET", closed + "?timeout=3");
      client.awaitWaiting(closed);
      limitFiles(server, files(server) + 5);
      try (Crowd crowd = new Crowd(server.port())) {
        for (int i = 0; i < 60; i++) {
          crowd.add(request("PUT", "/crowded"));
        }
        HttpResponse<String> timedOut = answered(probing);
        assertThat(timedOut.statusCode()).as(timedOut.body()).isEqualTo(404);
        assertThat(parked).isNotDone();
      }
      limitFiles(server, 10_000);
      assertOk(new Client(server.uri("/")).send("PUT", "/meanwhile"));
      assertOk(answered(parked));
      assertRecovered(server, threads, files);
    }
  }

  private static void limitFiles(Container server, long most) throws Exception {
    String limit = "--nofile=" + most + ":";
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid=" + server.pid(), limit).inheritIO().start();
    assertThat(prlimit.waitFor()).isZero();
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("max_connections", "6")
        .setServerConfig("superuser_reserved_connections", "0")
        .start();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aDatabaseThatIsKilledAndFullEndsTheWaitWhenItIsBack(Place place, @TempDir Path directory)
      throws Exception {
    int port = Loopback.freePort();
    Path data = directory.resolve("data");
    String url = "postgres://postgres@127.0.0.1:" + port + "/{{.}}?sslmode=disable";
    List<Connection> taken = new ArrayList<>();
    try (Container server = place.start(Map.of("postgresURL", url))) {
      Client client = new Client(server.uri("/"));
      CompletableFuture<HttpResponse<String>> parked;
      try (EmbeddedPostgres first = postgres(data, port)) {
        parked = client.park("GET", "/_postgres/late?timeout=60", "/_postgres/late");
        awaitError(client, "does not exist");
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        awaitError(client, "refused");
        assertThat(first.getPort()).isEqualTo(port);
      }
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      try (EmbeddedPostgres second = postgres(data, port)) {
        for (int i = 0; i < 6; i++) {
          taken.add(second.getPostgresDatabase().getConnection());
        }
        awaitError(client, "too many clients");
        assertThat(parked).isNotDone();
        for (Connection each : taken) {
          each.close();
        }
        execute(second, "CREATE DATABASE late");
        assertOk(answered(parked));
      }
    }
  }

  @Test
  void aHostThatDisappearsAndMovesIsFoundOnTomcat() throws Exception {
    MovingHost names = new MovingHost();
    try (TomcatContainer tomcat =
        TomcatContainer.start(
            10, List.of(names.option(), MovingHost.rememberNone()), Map.of("/", Map.of()))) {
      names.assertFoundWhereItMovesTo(new Client(tomcat.uri("/")));
    }
  }

  /** Returns as soon as the page shows this as the last error. */
  private static void awaitError(Client client, String part) throws Exception {
    while (!client.get("/", "text/html").body().contains(part)) {
      Thread.onSpinWait();
    }
  }
}
