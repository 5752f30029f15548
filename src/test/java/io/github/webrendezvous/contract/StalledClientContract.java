package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that do not read their response, or do not send the body that they announced. */
interface StalledClientContract extends Deployment {
  /** More than the threads of any container. */
  int STALLED = 250;

  /** Sends a request on a connection whose buffers are too small for a long response. */
  private SocketChannel stall(String request) throws IOException {
    SocketChannel client = SocketChannel.open();
    client.setOption(StandardSocketOptions.SO_RCVBUF, 1_024);
    client.connect(new InetSocketAddress(uri().getHost(), uri().getPort()));
    client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
    return client;
  }

  /**
   * Reads a response completely, so the server has not waited until it drops this client, which
   * takes 20 to 30 seconds.
   */
  private static void assertNotDropped(SocketChannel client) throws IOException {
    String head = head(client);
    assertThat(head).startsWith("HTTP/1.1 200");
    Matcher length = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)").matcher(head);
    assertThat(length.find()).as(head).isTrue();
    ByteBuffer body = ByteBuffer.allocate(Integer.parseInt(length.group(1)));
    while (body.hasRemaining()) {
      assertThat(client.read(body)).as("dropped before the end of its answer").isPositive();
    }
  }

  private static String head(SocketChannel client) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0) {
      assertThat(client.read(one.clear())).as("dropped before its answer: " + head).isPositive();
      head.append((char) one.get(0));
    }
    return head.toString();
  }

  private static void close(List<SocketChannel> clients) throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
  }

  private String keptRequest(String method, String path) {
    return "%s %s%s HTTP/1.1\r\nHost: rendezvous\r\nContent-Length: 0\r\n\r\n"
        .formatted(method, uri().getRawPath(), path);
  }

  private void putLong(String key) throws Exception {
    // In JSON each of these takes six bytes, which is more than the buffers of any system.
    byte[] value = "\u0001".repeat(64 * 1_024).getBytes(StandardCharsets.US_ASCII);
    assertThat(patient().send("PUT", key, value, "text/plain").statusCode()).isEqualTo(200);
  }

  @Test
  default void clientsThatDoNotReadDoNotDelayOthers() throws Exception {
    List<SocketChannel> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < STALLED; i++) {
        stalled.add(stall(keptRequest("GET", "stalled-readers?as=stalled-" + i)));
      }
      CompletableFuture<HttpResponse<String>> parked =
          patient().park("GET", "/stalled-readers?as=healthy", "/stalled-readers");
      putLong("/stalled-readers");
      assertThat(answered(parked).statusCode()).isEqualTo(200);
      assertAllIsWell();
      assertNotDropped(stalled.get(0));
    } finally {
      close(stalled);
    }
  }

  /** Waits for ready keys are answered by the container's own threads. */
  @ParameterizedTest
  @CsvSource({"stalled-late, 40", "stalled-late?raw, 90", "_openapi.json, 90"})
  default void clientsThatDoNotReadReadyAnswersDoNotDelayOthers(String path, int times)
      throws Exception {
    putLong("/stalled-late");
    List<SocketChannel> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < STALLED; i++) {
        // More than the buffers between two programs; Tomcat accepts 100 requests.
        stalled.add(stall(keptRequest("GET", path).repeat(times)));
      }
      assertAllIsWell();
      assertNotDropped(stalled.get(0));
    } finally {
      close(stalled);
    }
  }

  @Test
  default void incompleteBodiesDoNotDelayOthers() throws Exception {
    List<SocketChannel> stalled = new ArrayList<>();
    String announced =
        "PUT %sstalled-body HTTP/1.1\r\nHost: rendezvous\r\nContent-Length: 10\r\n\r\nabc"
            .formatted(uri().getRawPath());
    try {
      for (int i = 0; i < STALLED; i++) {
        stalled.add(stall(announced));
      }
      assertAllIsWell();
      assertThat(patient().marked()).doesNotContain("/stalled-body");
      stalled.get(0).write(ByteBuffer.wrap("defghij".getBytes(StandardCharsets.US_ASCII)));
      assertThat(head(stalled.get(0))).startsWith("HTTP/1.1 200");
    } finally {
      close(stalled);
    }
  }

  private void assertAllIsWell() throws Exception {
    for (int i = 0; i < 20; i++) {
      String key = "/healthy-" + i;
      CompletableFuture<HttpResponse<String>> parked = patient().park("GET", key, key);
      assertThat(patient().send("PUT", key).statusCode()).isEqualTo(200);
      HttpResponse<String> answer = answered(parked);
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    assertThat(patient().get("/", "text/html").statusCode()).isEqualTo(200);
  }
}
