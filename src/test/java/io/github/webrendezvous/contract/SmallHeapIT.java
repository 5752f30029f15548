package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Clients that invent keys endlessly, with a heap of 64 MB and default settings. */
class SmallHeapIT {
  private static final int INVENTED = 30_000;
  private static final int CLIENTS = 8;

  // The longest key, with a letter for which a string needs two bytes per character.
  private static final String LONG = "%D0%B6" + "k".repeat(1_000);
  private static final String VALUE = "v".repeat(2_000);

  @Test
  void endlessNewKeysDoNotFillTheHeap() throws Exception {
    try (JettyContainer jetty = JettyContainer.start(Map.of("/", Map.of()), "-Xmx64m")) {
      Client client = new Client(jetty.uri("/"));
      CompletableFuture<HttpResponse<String>> parked =
          client.park("GET", "/honest?timeout=10m", "/honest");
      Map<Integer, Integer> answers = invent(jetty);
      assertThat(answers).as("answers by status").containsOnlyKeys(200, 404);
      assertThat(answers.get(404)).isEqualTo(INVENTED / 3);
      assertThat(parked).isNotDone();
      assertOk(client.send("PUT", "/honest"));
      assertOk(answered(parked));
      List<String> marked = client.marked();
      assertThat(marked).hasSizeBetween(500, 5_000).contains("/honest");
      assertThat(client.get("/", "text/html").statusCode()).isEqualTo(200);
      assertThat(jetty.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
    }
  }

  /** A third are values, a third are arrivals with an id, a third are waits that time out. */
  private static Map<Integer, Integer> invent(JettyContainer jetty) throws Exception {
    Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> ended = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int first = client;
      ended.add(
          clients.submit(
              () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), jetty.port())) {
                  InputStream in = new BufferedInputStream(socket.getInputStream());
                  for (int i = first; i < INVENTED; i += CLIENTS) {
                    socket.getOutputStream().write(request(i).getBytes(US_ASCII));
                    answers.merge(status(in), 1, Integer::sum);
                  }
                }
                return null;
              }));
    }
    for (Future<?> each : ended) {
      each.get();
    }
    clients.shutdown();
    return answers;
  }

  private static String request(int i) {
    String key = "/invented" + i + LONG;
    String head = " HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
    return switch (i % 3) {
      case 0 -> "PUT " + key + head.formatted(VALUE.length()) + VALUE;
      case 1 -> "POST " + key + "?id=worker" + i + head.formatted(0);
      default -> "GET " + key + "?timeout=1ms&as=w" + i + head.formatted(0);
    };
  }

  /** Reads one response completely. */
  private static int status(InputStream in) throws IOException {
    String status = line(in);
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    in.skipNBytes(length);
    return Integer.parseInt(status.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer broke off: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
