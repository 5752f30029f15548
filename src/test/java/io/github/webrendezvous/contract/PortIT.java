package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Silent ports, and hosts that are not known yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortIT {
  private MovingHost names;
  private Container container;
  private final List<SocketChannel> filling = new ArrayList<>();
  private ServerSocket blackHole;

  @BeforeAll
  void start() throws Exception {
    names = new MovingHost();
    blackHole = Loopback.blackHole(filling);
    Map<String, Map<String, String>> deployments = new LinkedHashMap<>();
    deployments.put("/", Map.of());
    deployments.put("/impatient", Map.of("timeout", "1500ms"));
    container = JettyContainer.start(deployments, names.option(), MovingHost.rememberNone());
  }

  @AfterAll
  void stop() throws Exception {
    if (container != null) {
      container.close();
    }
    for (SocketChannel each : filling) {
      each.close();
    }
    blackHole.close();
  }

  @Test
  void aSilentPortIsReported() throws Exception {
    HttpResponse<String> answer =
        new Client(container.uri("/impatient"))
            .send("GET", "/_port/127.0.0.1/" + blackHole.getLocalPort());
    JsonNode missing = assertError(answer, 404, "Timeout").at("/missing/0");
    assertThat(missing.get("last_error").stringValue())
        .isIn(
            "127.0.0.1:" + blackHole.getLocalPort() + ": no connection within 1 s",
            "no answer yet");
    assertThat(missing.get("attempts").intValue()).isBetween(1, 2);
  }

  /** A full queue is also silent, so one lost response does not mean closed. */
  @Test
  void aSilentPortIsClosedOnlyAfterThreeAttempts() throws Exception {
    Client client = new Client(container.uri("/"));
    String path = "/_port/127.0.0.1/" + blackHole.getLocalPort() + "?until=closed";
    assertError(client.send("GET", path + "&timeout=0"), 404, "Timeout");
    HttpResponse<String> closed = client.send("GET", path);
    assertThat(closed.body())
        .isEqualTo(
            "{\"ok\":true,\"because\":\"127.0.0.1:"
                + blackHole.getLocalPort()
                + ": no connection within 1 s, 3 attempts in a row\"}\n");
  }

  @Test
  void aHostThatAppearsLateIsFound() throws Exception {
    Client client = new Client(container.uri("/"));
    try (ServerSocket listening = Loopback.listen(0)) {
      String path = "/_port/late-host/" + listening.getLocalPort();
      CompletableFuture<HttpResponse<String>> parked = client.park("GET", path, path);
      assertThat(parked).isNotDone();
      names.write("127.0.0.1 late-host\n");
      HttpResponse<String> answer = answered(parked);
      assertOk(answer);
      assertThat(Answers.millisecondsWaited(answer))
          .as("the JDK remembers failed look-ups for 10 seconds unless told otherwise")
          .isLessThan(8_000);
    }
  }

  @Test
  void aHostThatMovesIsFound() throws Exception {
    names.assertFoundWhereItMovesTo(new Client(container.uri("/")));
  }

  @Test
  void aThousandWaitsForASilentPortDoNotDelayAnOpenOne() throws Exception {
    Client client = new Client(container.uri("/"));
    String silent = "/_port/127.0.0.1/" + blackHole.getLocalPort();
    List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waits.add(client.begin("GET", silent));
    }
    client.park("GET", silent, silent);
    try (ServerSocket good = Loopback.listen(0)) {
      HttpResponse<String> answer = client.send("GET", "/_port/127.0.0.1/" + good.getLocalPort());
      assertOk(answer);
    }
    assertThat(waits).noneMatch(CompletableFuture::isDone);
  }
}
