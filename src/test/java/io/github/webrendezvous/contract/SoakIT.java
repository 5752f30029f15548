package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A mixed load for a minute, or longer: {@code mvn verify -Dit.test=SoakIT -Dsoak.minutes=30}. No
 * response may be wrong, and when the clients have gone, heap, threads and open files must be what
 * they were after the warm-up. What was measured is in target/soak-jar.txt and
 * target/soak-tomcat.txt. {@code -Dsoak.servers=stored,jetty,tomcat-11} tries these servers, {@code
 * stored} being the jar with a store.
 */
class SoakIT {
  private static final double MINUTES = Double.parseDouble(System.getProperty("soak.minutes", "1"));
  private static final int CLIENTS = 8;

  /** An increase of up to this many threads or files does not count as growth. */
  private static final int MARGIN = 4;

  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  /** Without settings, Jetty ends only one idle thread of its pool a minute. */
  private static final String POOL_OF_JETTY = "qtp";

  /** A request of one sort, and what must come of it. */
  private interface Step {
    void run(Client client, String key, Random random) throws Exception;
  }

  /** What the process holds. */
  private record Held(long heapBytes, int threads, long files) {
    static Held by(Container server) throws Exception {
      Matcher total = TOTAL.matcher(String.join("\n", server.jcmd("GC.class_histogram")));
      if (!total.find()) {
        throw new IllegalStateException("The histogram has no total");
      }
      try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
        boolean isJetty = server instanceof JettyContainer;
        long threads =
            server.threads().stream()
                .filter(name -> !(isJetty && name.startsWith(POOL_OF_JETTY)))
                .count();
        return new Held(Long.parseLong(total.group(1)), (int) threads, files.count());
      }
    }
  }

  private final Map<String, LongAdder> done = new ConcurrentSkipListMap<>();
  private ServerSocket open;
  private URI uri;
  private int closedPort;
  private @Nullable StoreDatabases databases;

  private static void expect(HttpResponse<String> answer, int status, String part) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(part);
  }

  private void meet(Client client, String key, Random random) throws Exception {
    CompletableFuture<HttpResponse<String>> waiting = client.begin("GET", key + "?timeout=60");
    byte[] value = "v".repeat(random.nextInt(3_000)).getBytes(StandardCharsets.US_ASCII);
    expect(client.send("PUT", key, value, "text/plain"), 200, "true");
    expect(waiting.get(60, TimeUnit.SECONDS), 200, "\"ok\":true");
    expect(client.send("DELETE", key), 200, "true");
  }

  private void timeOut(Client client, String key, Random random) throws Exception {
    expect(client.send("GET", key + "?timeout=" + random.nextInt(20) + "ms"), 404, "Timeout");
  }

  private void fail(Client client, String key, Random random) throws Exception {
    CompletableFuture<HttpResponse<String>> waiting = client.begin("GET", key + "?timeout=60");
    expect(client.send("PUT", key + "?status=failed"), 200, "true");
    expect(waiting.get(60, TimeUnit.SECONDS), 424, "Failed");
    expect(client.send("DELETE", key), 200, "true");
  }

  private void count(Client client, String key, Random random) throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        client.begin("GET", key + "/all?count=2&timeout=60");
    expect(client.send("POST", key + "/all?id=a"), 200, "true");
    expect(client.send("POST", key + "/all?id=a"), 200, "true");
    expect(client.send("POST", key + "/all?id=b"), 200, "true");
    expect(waiting.get(60, TimeUnit.SECONDS), 200, "true");
    expect(client.send("DELETE", key + "/*"), 200, "\"keys\":1");
  }

  /** The reset may come first; then the wait times out. */
  private void reset(Client client, String key, Random random) throws Exception {
    CompletableFuture<HttpResponse<String>> waiting = client.begin("GET", key + "?timeout=200ms");
    expect(client.send("DELETE", key), 200, "true");
    assertThat(waiting.get(60, TimeUnit.SECONDS).statusCode()).isIn(404, 410);
  }

  private void probe(Client client, String key, Random random) throws Exception {
    String path = "/_port/127.0.0.1/" + open.getLocalPort();
    expect(client.send("GET", path + "?timeout=60"), 200, "true");
    expect(client.send("GET", "/_port/127.0.0.1/" + closedPort + "?timeout=0"), 404, "refused");
    String own = "/_http/127.0.0.1/" + uri.getPort() + "/_health/live";
    expect(client.send("GET", own + "?timeout=60"), 200, "true");
  }

  private void several(Client client, String key, Random random) throws Exception {
    String port = "_port/127.0.0.1/" + open.getLocalPort();
    String of = "?of=" + key.substring(1) + "&of=" + port + "&timeout=60";
    CompletableFuture<HttpResponse<String>> waiting = client.begin("GET", "/_all" + of);
    expect(client.send("PUT", key + "?ttl=10m"), 200, "true");
    expect(waiting.get(60, TimeUnit.SECONDS), 200, "\"terms\"");
    expect(client.send("GET", "/_any" + of), 200, "\"first\"");
    expect(client.send("DELETE", key), 200, "true");
  }

  private void look(Client client, String key, Random random) throws Exception {
    expect(client.get("/", "text/html"), 200, "</html>");
    expect(client.send("GET", "/"), 200, "\"marked\"");
    expect(client.send("GET", "/_metrics"), 200, "rendezvous_waits ");
    expect(client.send("GET", "/_health/ready"), 200, "UP");
    expect(client.send("GET", "/_help"), 200, "curl");
    expect(client.send("GET", key + "?unknown=1"), 400, "Unknown query parameter");
    expect(client.send("GET", "/_port/169.254.169.254/80"), 403, "denied");
  }

  /** Reads the stream of events until it has a signal, and closes it. */
  private void follow(Client client, String key, Random random) throws Exception {
    // With the events of all clients, as Tomcat notices only at a write that no one reads any more.
    String path = "/_events?key=/soak/*";
    Map<String, String> lines = Map.of("Accept", "application/x-ndjson");
    HttpResponse<InputStream> stream = client.stream(path, lines).get(60, TimeUnit.SECONDS);
    assertThat(stream.statusCode()).isEqualTo(200);
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      expect(client.send("PUT", key + "/done"), 200, "true");
      assertThat(events.lines().anyMatch(line -> line.contains(key + "/done"))).isTrue();
    }
    expect(client.send("DELETE", key + "/done"), 200, "true");
  }

  private void vanish(Client client, String key, Random random) throws Exception {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      OutputStream to = socket.getOutputStream();
      String path = random.nextBoolean() ? key + "?timeout=60" : "/_events";
      String head =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".formatted(path);
      // Sometimes only a part of the request.
      int length = random.nextBoolean() ? head.length() : random.nextInt(head.length());
      to.write(head.substring(0, length).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void work(int number, long seed, long endNanos) throws Exception {
    Map<String, Step> steps =
        Map.of(
            "meet", this::meet,
            "timeout", this::timeOut,
            "fail", this::fail,
            "count", this::count,
            "reset", this::reset,
            "probe", this::probe,
            "several", this::several,
            "look", this::look,
            "follow", this::follow,
            "vanish", this::vanish);
    List<String> names = steps.keySet().stream().sorted().toList();
    Random random = new Random(seed + number);
    Client client = new Client(uri);
    for (int i = 0; System.nanoTime() < endNanos; i++) {
      String name = names.get(random.nextInt(names.size()));
      steps.get(name).run(client, "/soak/" + number + "-" + i, random);
      done.computeIfAbsent(name, n -> new LongAdder()).increment();
    }
  }

  private void workTogether(long seed, double minutes) throws Exception {
    long end = System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> ended = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        ended.add(
            clients.submit(
                () -> {
                  work(number, seed, end);
                  return null;
                }));
      }
      for (Future<?> each : ended) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  /** The accepted connections of the port probes are closed again. */
  private void acceptAll() {
    while (!open.isClosed()) {
      try {
        open.accept().close();
      } catch (IOException e) {
        // Closed at the end of the test.
      }
    }
  }

  static String[] servers() {
    return System.getProperty("soak.servers", "jar,tomcat").split(",");
  }

  private Container start(String name) throws Exception {
    return switch (name) {
      case "jar" -> StandaloneContainer.start(Map.of());
      case "stored" -> StandaloneContainer.start(Map.of("storeURL", storeUrl()));
      case "jetty" -> JettyContainer.start(Map.of("/", Map.of()));
      case "tomcat" -> TomcatContainer.start(10, Map.of("/", Map.of()));
      case "tomcat-11" -> TomcatContainer.start(11, Map.of("/", Map.of()));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private String storeUrl() throws Exception {
    databases = new StoreDatabases(PostgresServer.embedded());
    return databases.url();
  }

  @AfterEach
  void endTheDatabase() {
    if (databases != null) {
      databases.close();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void nothingIsWrongAndNothingGrows(String name) throws Exception {
    long seed = System.nanoTime();
    try (Container server = start(name);
        ServerSocket listening = Loopback.listen(0)) {
      open = listening;
      uri = server.uri("/");
      closedPort = Loopback.freePort();
      Thread accepting = new Thread(this::acceptAll, "accepts-connections");
      accepting.setDaemon(true);
      accepting.start();
      double toWarmUp = Math.min(1, MINUTES / 4);
      workTogether(seed, toWarmUp);
      Held before = settled(server);
      done.clear();
      workTogether(seed + CLIENTS, MINUTES - toWarmUp);
      Held after = settled(server);
      long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(Container.PATIENCE_SECONDS);
      // A busy machine ends idle threads later, and Tomcat idle connections after 20 s.
      while ((after.threads() > before.threads() + MARGIN
              || after.files() > before.files() + MARGIN)
          && System.nanoTime() < giveUp) {
        after = Held.by(server);
      }
      String result = "seed " + seed + "\n" + done + "\nbefore " + before + "\nafter " + after;
      Files.writeString(Path.of("target/soak-" + name + ".txt"), result + "\n");
      assertThat(after.heapBytes())
          .as(result)
          .isLessThan(before.heapBytes() + before.heapBytes() / 5 + 2_000_000);
      assertThat(after.threads()).as(result).isLessThanOrEqualTo(before.threads() + MARGIN);
      assertThat(after.files()).as(result).isLessThanOrEqualTo(before.files() + MARGIN);
      assertThat(server.log()).noneMatch(line -> line.contains("Exception"));
    }
  }

  /** What is held when no wait is left, and idle threads and connections have ended. */
  private static Held settled(Container server) throws Exception {
    Client client = new Client(server.uri("/"));
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(Container.PATIENCE_SECONDS);
    Predicate<String> idle = metrics -> metrics.contains("\nrendezvous_waits 0.0\n");
    while (!idle.test(client.send("GET", "/_metrics").body()) && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
    Held held = Held.by(server);
    // Idle threads end after ten seconds, and idle connections when the clients are collected.
    for (Held next = Held.by(server);
        next.threads() < held.threads() || next.files() < held.files();
        next = Held.by(server)) {
      held = next;
    }
    return held;
  }
}
