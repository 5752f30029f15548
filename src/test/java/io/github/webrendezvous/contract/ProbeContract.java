package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Waits with probes. */
interface ProbeContract extends Deployment {
  @Test
  default void aWaitEndsWhenAServerListens() throws Exception {
    int port = Loopback.freePort();
    String path = "/_port/127.0.0.1/" + port;
    CompletableFuture<HttpResponse<String>> parked = patient().park("GET", path, path);
    assertThat(parked).isNotDone();
    try (ServerSocket listening = Loopback.listen(port)) {
      assertThat(listening.isBound()).isTrue();
      assertOk(answered(parked));
      assertThat(patient().marked()).contains(path);
    }
  }

  @Test
  default void aPortIsFoundByNameAndByIPv6() throws Exception {
    try (ServerSocket v4 = Loopback.listen(0);
        ServerSocket v6 = new ServerSocket(0, 50, Loopback.ipv6())) {
      assertOk(patient().send("GET", "/_port/localhost/" + v4.getLocalPort()));
      assertOk(patient().send("GET", "/_port/::1/" + v6.getLocalPort()));
      assertOk(patient().send("GET", "/_port/%5B::1%5D/" + v6.getLocalPort()));
    }
  }

  @Test
  default void aRefusedConnectionIsReported() throws Exception {
    int port = Loopback.freePort();
    String path = "/_port/127.0.0.1/" + port;
    JsonNode json = assertError(impatient().send("GET", path + "?timeout=0"), 404, "Timeout");
    assertThat(json.at("/missing/0/condition").stringValue()).isEqualTo(path);
    assertThat(json.at("/missing/0/attempts").intValue()).isEqualTo(1);
    assertThat(json.at("/missing/0/last_error").stringValue())
        .isEqualTo("127.0.0.1:" + port + ": connection refused");
    assertThat(impatient().waitingAndFailed()).contains(path);
  }

  @Test
  default void anUnknownHostIsReported() throws Exception {
    JsonNode json =
        assertError(
            impatient().send("GET", "/_port/no-such-host.invalid/80?timeout=0"), 404, "Timeout");
    assertThat(json.at("/missing/0/last_error").stringValue())
        .isIn(
            "unknown host \"no-such-host.invalid\"",
            "no answer when looking up \"no-such-host.invalid\" within 1 s"
                + " (attempt=5s allows more)");
  }

  @Test
  default void aWaitEndsWhenTheUrlHasTheExpectedStatus() throws Exception {
    AtomicInteger status = new AtomicInteger(503);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    List<String> asked = new CopyOnWriteArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    try {
      String path =
          "/_http/127.0.0.1/" + server.getAddress().getPort() + "/health%3Fdeep=1?status=200-204";
      CompletableFuture<HttpResponse<String>> parked = patient().park("GET", path, path);
      while (asked.size() < 2) {
        Thread.onSpinWait(); // The second attempt begins after the first has seen the target.
      }
      JsonNode json = assertError(patient().send("GET", path + "&timeout=300ms"), 404, "Timeout");
      assertThat(json.at("/missing/0/condition").stringValue()).isEqualTo(path);
      assertThat(json.at("/missing/0/last_error").stringValue())
          .isEqualTo("127.0.0.1:" + server.getAddress().getPort() + ": answered 503, not 200-204");
      assertThat(parked).isNotDone();
      status.set(204);
      assertOk(answered(parked));
      assertThat(asked).containsOnly("/health?deep=1");
      String any = path.replace("?status=200-204", "");
      String all = "/_all?of=" + any.substring(1).replace("%", "%25");
      assertThat(patient().send("GET", all).statusCode()).isEqualTo(200);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/_http/api, /_http/{host}/{port}/{path}",
    "/_http/api/http, not a valid port",
    "/_http/api/80?status=2xx, ?status=204",
    "/_http/api/80?scheme=ftp, ?scheme=https",
    "/_http/api/80?insecure, scheme=https",
    "/_http/api/80?insecure=1, takes no value",
    "/_http/api/80?table=users, table",
    "/_http/api/80?attempt=0, ?attempt=5s",
    "/_http/api/80?attempt=61, at most 60 s",
    "/_http/api/80?attempt=soon, ?attempt=5s",
    "/abc?attempt=5s, attempt"
  })
  default void anInvalidUrlIsRejectedAtOnce(String path, String saying) throws Exception {
    assertError(patient().send("GET", path), 400, saying);
  }

  /** Slower than connectTimeout, but not than the request allows. */
  @Test
  default void aSlowUrlGetsTheTimeOfTheRequest() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    CompletableFuture<Void> firstIsOver = new CompletableFuture<>();
    AtomicInteger asked = new AtomicInteger();
    server.setExecutor(task -> new Thread(task).start());
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          firstIsOver.join();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      String path = "/_http/127.0.0.1/" + port + "/health";
      JsonNode json = assertError(patient().send("GET", path + "?timeout=0"), 404, "Timeout");
      assertThat(json.at("/missing/0/last_error").stringValue())
          .isEqualTo("127.0.0.1:" + port + ": no answer within 1 s (attempt=5s allows more)");
      String slowly = path + "?attempt=20s";
      CompletableFuture<HttpResponse<String>> parked = patient().park("GET", slowly, slowly);
      while (asked.get() < 2) {
        Thread.onSpinWait();
      }
      firstIsOver.complete(null);
      assertOk(answered(parked));
      assertThat(asked).as("no attempt was given up").hasValue(2);
    } finally {
      firstIsOver.complete(null);
      server.stop(0);
    }
  }

  @Test
  default void aWaitEndsWhenTheTargetIsGone() throws Exception {
    String path;
    CompletableFuture<HttpResponse<String>> parked;
    try (ServerSocket listening = Loopback.listen(0)) {
      path = "/_port/127.0.0.1/" + listening.getLocalPort() + "?until=closed";
      parked = patient().park("GET", path, path);
      JsonNode json = assertError(patient().send("GET", path + "&timeout=0"), 404, "Timeout");
      assertThat(json.at("/missing/0/condition").stringValue()).isEqualTo(path);
      assertThat(json.at("/missing/0/last_error").stringValue())
          .isEqualTo("127.0.0.1:" + listening.getLocalPort() + ": still there");
      assertThat(parked).isNotDone();
    }
    assertOk(answered(parked));
    assertOk(patient().send("GET", path + "&timeout=0"));
    assertThat(patient().marked()).contains(path);
  }

  @Test
  default void untilHasNoOtherValueThanClosed() throws Exception {
    for (String query : new String[] {"until=open", "until=", "until", "until=CLOSED"}) {
      assertError(patient().send("GET", "/_port/127.0.0.1/1?" + query), 400, "until=closed");
    }
    assertError(patient().send("GET", "/key?until=closed"), 400, "\"until\"");
  }

  @Test
  default void anOpenPortIsProbedAgainByTheNextWait() throws Exception {
    String path;
    try (ServerSocket listening = Loopback.listen(0)) {
      path = "/_port/127.0.0.1/" + listening.getLocalPort();
      assertOk(patient().send("GET", path));
    }
    assertError(patient().send("GET", path + "?timeout=0"), 404, "Timeout");
  }
}
