package io.github.webrendezvous.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.contract.Loopback;
import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.SystemClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.impl.bootstrap.AsyncRequesterBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncRequester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes of real servers, good and bad ones. */
class HttpKindTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final SystemClock clock = new SystemClock();
  private final HttpExchanges exchanges = new HttpExchanges(clock, Runnable::run);
  private final Names names = new Names(BlockingCalls.Call::run, HttpKindTest::resolve);

  private static InetAddress[] resolve(String name) throws UnknownHostException {
    return switch (name) {
      case "my_app" -> InetAddress.getAllByName("127.0.0.1");
      case "two" ->
          new InetAddress[] {
            InetAddress.getAllByName("127.0.0.1")[0], InetAddress.getAllByName("127.0.0.2")[0]
          };
      default -> throw new UnknownHostException(name + ": Name or service not known");
    };
  }

  @AfterEach
  void end() {
    exchanges.close();
    clock.close();
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] named = part.split("=", 2);
      options.put(named[0], named.length == 1 ? "" : named[1]);
    }
    return options;
  }

  private Attempt look(Duration timeout, String host, int port, String path, String query)
      throws Exception {
    return begin(timeout, host, port, path, query).get(30, TimeUnit.SECONDS);
  }

  private CompletableFuture<Attempt> begin(
      Duration timeout, String host, int port, String path, String query) throws Exception {
    List<String> segments = new ArrayList<>(List.of(host, Integer.toString(port)));
    segments.addAll(Arrays.asList(path.split("/", -1)));
    return Attempts.begin(
        new HttpKind(new Endpoints(names, Attempts.ANYTHING), exchanges)
            .parse(segments, options(query)),
        clock,
        timeout);
  }

  private Attempt look(ScriptedServer server) throws Exception {
    return look(LONG, "127.0.0.1", server.port(), "health", "");
  }

  @Test
  void theRequestHasOnlyTheNecessaryHeaders() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("HTTP/1.1 204 No Content\r\n\r\n")) {
      int port = server.port();
      assertThat(look(LONG, "my_app", port, "a b/é?deep=1&x=%20%", ""))
          .isEqualTo(Attempt.succeeded());
      assertThat(server.requests.get(0))
          .startsWith("GET /a%20b/%C3%A9?deep=1&x=%20%25 HTTP/1.1\r\n")
          .contains("Host: my_app:" + port + "\r\n")
          .contains("User-Agent: web-rendezvous\r\n")
          .contains("Connection: close\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', true",
    "302, '', true",
    "399, '', true",
    "400, '', false",
    "503, '', false",
    "204, status=204, true",
    "200, status=204, false",
    "299, status=200-299, true",
    "302, status=200-299, false",
    "503, status=503, true"
  })
  void theStatusDecides(int status, String query, boolean wanted) throws Exception {
    String answer =
        "HTTP/1.1 " + status + " So\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.saying(answer)) {
      Attempt attempt = look(LONG, "127.0.0.1", server.port(), "", query);
      assertThat(attempt.error() == null).isEqualTo(wanted);
      if (!wanted) {
        assertThat(attempt.error()).startsWith("answered " + status + ", not ");
      }
      assertThat(server.requests).as("no redirect is followed").hasSize(1);
    }
  }

  @Test
  void aSilentServerEndsTheAttemptAtItsTimeLimit() throws Exception {
    try (ScriptedServer server = ScriptedServer.silent()) {
      Attempt attempt = look(SHORT, "127.0.0.1", server.port(), "", "");
      assertThat(attempt)
          .isEqualTo(Attempt.unanswered("no answer within 300 ms (attempt=5s allows more)"));
      while (server.open() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void anEndlessBodyIsNotRead() throws Exception {
    ScriptedServer.Play endless =
        (from, to) -> {
          to.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
          while (true) {
            to.write(new byte[8_192]);
          }
        };
    try (ScriptedServer server = new ScriptedServer(endless)) {
      assertThat(look(server)).isEqualTo(Attempt.succeeded());
      while (server.open() > 0) {
        Thread.onSpinWait(); // Its writing ends with an error.
      }
    }
  }

  /** Otherwise a simple server prints an error for each attempt. */
  @Test
  void aSmallBodyIsReadToItsEnd() throws Exception {
    CompletableFuture<Integer> afterBody = new CompletableFuture<>();
    ScriptedServer.Play slow =
        (from, to) -> {
          to.write("HTTP/1.1 503 No\r\nContent-Length: 40000\r\n\r\n".getBytes(US_ASCII));
          for (int i = 0; i < 40; i++) {
            to.write(new byte[1_000]);
            to.flush();
          }
          try {
            afterBody.complete(from.read());
          } catch (IOException e) {
            afterBody.completeExceptionally(e);
          }
        };
    try (ScriptedServer server = new ScriptedServer(slow)) {
      assertThat(look(server).error()).startsWith("answered 503");
      assertThat(afterBody.get(20, TimeUnit.SECONDS)).as("an orderly end").isEqualTo(-1);
    }
  }

  @Test
  void aBodyWithoutAnEndIsNotReadForLong() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    ScriptedServer.Play stuck =
        (from, to) -> {
          to.write(head.getBytes(US_ASCII));
          from.read();
        };
    try (ScriptedServer server = new ScriptedServer(stuck)) {
      assertThat(look(server)).as("told before the body").isEqualTo(Attempt.succeeded());
      while (server.open() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aLongHeadIsAccepted() throws Exception {
    String cookies = ("Set-Cookie: " + "c".repeat(20_000) + "\r\n").repeat(3);
    String head = "HTTP/1.1 200 OK\r\n" + cookies + "X: y\r\n".repeat(900) + "\r\n";
    try (ScriptedServer server = ScriptedServer.saying(head)) {
      assertThat(look(server)).isEqualTo(Attempt.succeeded());
    }
  }

  @Test
  void switchingProtocolsIsAResponse() throws Exception {
    ScriptedServer.Play changing =
        (from, to) -> {
          to.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".getBytes(US_ASCII));
          from.read();
        };
    try (ScriptedServer server = new ScriptedServer(changing)) {
      assertThat(look(server)).isEqualTo(Attempt.answered("answered 101, not 200-399"));
    }
  }

  @ParameterizedTest
  @CsvSource({"::1, [::1]", "[::1], [::1]", "0:0::1, [0:0::1]"})
  void anAddressIsNamedAsItWasWritten(String written, String named) throws Exception {
    ServerSocket listening = new ServerSocket(0, 50, Loopback.ipv6());
    try (ScriptedServer server =
        new ScriptedServer(
            listening, (from, to) -> to.write("HTTP/1.1 204 No\r\n\r\n".getBytes(US_ASCII)))) {
      assertThat(look(LONG, written, server.port(), "", "")).isEqualTo(Attempt.succeeded());
      assertThat(server.requests.get(0)).contains("Host: " + named + ":" + server.port() + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n", "endless", "\r\n\r\n"})
  void anEndlessHeadIsNotReadToItsEnd(String again) throws Exception {
    ScriptedServer.Play endless =
        (from, to) -> {
          if (!again.isBlank()) {
            to.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
          }
          while (true) {
            to.write(again.getBytes(US_ASCII));
          }
        };
    try (ScriptedServer server = new ScriptedServer(endless)) {
      assertThat(look(server).error()).startsWith("the response head is too long: ");
    }
  }

  @Test
  void interimResponsesAreIgnored() throws Exception {
    String interim = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(50);
    try (ScriptedServer server = ScriptedServer.saying(interim + "HTTP/1.1 503 No\r\n\r\n")) {
      assertThat(look(server).error()).startsWith("answered 503");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 200 OK\r\nServer: x\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n"
      })
  void anIncompleteResponseIsNoSuccess(String beginning) throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(beginning)) {
      assertThat(look(server))
          .isEqualTo(
              Attempt.answered("the connection was closed in the middle of the response head"));
    }
    try (ScriptedServer server = ScriptedServer.saying("")) {
      assertThat(look(server))
          .isEqualTo(Attempt.answered("the connection was closed before a response came"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SSH-2.0-OpenSSH_9.6\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "\u0000\u0001\r\n"})
  void responsesThatAreNotHttpAreReported(String answer) throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(answer)) {
      Attempt attempt = look(server);
      assertThat(attempt.state()).isEqualTo(Attempt.State.ANSWERED);
      assertThat(attempt.error()).isNotNull().doesNotContain("\u0000");
    }
  }

  @Test
  void oneSuccessfulAddressIsEnough() throws Exception {
    try (ScriptedServer ok = ScriptedServer.saying("HTTP/1.1 200 OK\r\n\r\n");
        ScriptedServer busy = ScriptedServer.saying("HTTP/1.1 503 No\r\n\r\n")) {
      assertThat(look(LONG, "two", ok.port(), "", "")).isEqualTo(Attempt.succeeded());
      assertThat(look(LONG, "two", busy.port(), "", "").error()).startsWith("answered 503");
    }
  }

  @Test
  void refusedConnectionsAndUnknownHostsAreReported() throws Exception {
    int port = Loopback.freePort();
    assertThat(look(LONG, "127.0.0.1", port, "", ""))
        .isEqualTo(Attempt.closed("connection refused"));
    assertThat(look(LONG, "nobody", 80, "", ""))
        .isEqualTo(Attempt.closed("unknown host \"nobody\""));
  }

  @Test
  void twoHundredSilentServersUseNoThreadsAndDelayNoOne() throws Exception {
    try (ScriptedServer silent = ScriptedServer.silent();
        ScriptedServer healthy = ScriptedServer.saying("HTTP/1.1 200 OK\r\n\r\n")) {
      List<CompletableFuture<Attempt>> silence = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        silence.add(begin(LONG, "127.0.0.1", silent.port(), "p" + i, ""));
      }
      while (silent.requests.size() < 200) {
        Thread.onSpinWait();
      }
      assertThat(look(healthy)).isEqualTo(Attempt.succeeded());
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().contains("requester"))
          .hasSize(1);
      assertThat(silence).noneMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void afterCloseThereAreNoAttemptsAndNoThreads() throws Exception {
    try (ScriptedServer silent = ScriptedServer.silent()) {
      CompletableFuture<Attempt> begun = begin(LONG, "127.0.0.1", silent.port(), "", "");
      while (silent.requests.isEmpty()) {
        Thread.onSpinWait();
      }
      exchanges.close();
      while (silent.open() > 0) {
        Thread.onSpinWait();
      }
      // It may end with its connection, or at its own time, which never comes here.
      assertThat(begun.isDone() && begun.join().isSuccess()).isFalse();
      Attempt late = look(LONG, "127.0.0.1", silent.port(), "", "");
      assertThat(late).isEqualTo(Attempt.notMade("shutting down"));
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().contains("requester"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api, 80, status=99",
    "api, 80, status=299-200",
    "api, 80, status=2xx",
    "api, 80, insecure",
    "api, 0, ''",
    "api, http, ''",
    "'a:b', 80, ''"
  })
  void invalidProbesAreRejected(String host, String port, String query) {
    HttpKind kind = new HttpKind(new Endpoints(names, Attempts.ANYTHING), exchanges);
    assertThatThrownBy(() -> kind.parse(List.of(host, port), options(query)))
        .isInstanceOf(MalformedProbeException.class);
    assertThatThrownBy(() -> kind.parse(List.of(host), options("")))
        .isInstanceOf(MalformedProbeException.class)
        .hasMessageContaining("/_http/api/8080/health");
  }

  @Test
  void withoutSocketsNoAttemptIsMade() {
    IOException theirs = new SocketException("Too many open files");
    assertThat(NoSocketException.isMeantBy(theirs)).isTrue();
    assertThat(NoSocketException.isMeantBy(new SocketException("Connection reset"))).isFalse();
    assertThat(NoSocketException.isMeantBy(new IOException())).isFalse();
  }

  /** As when the system has no file descriptors left for a moment. */
  @Test
  void theNextAttemptTriesToStartAgain() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    HttpExchanges.Start frail =
        () -> {
          if (starts.getAndIncrement() == 0) {
            throw new IllegalStateException("broken on purpose: too many open files");
          }
          HttpAsyncRequester requester = AsyncRequesterBootstrap.bootstrap().create();
          requester.start();
          return requester;
        };
    HttpExchanges.Destination nobody =
        new HttpExchanges.Destination(
            Attempts.loopback(Loopback.freePort()), "localhost", false, false);
    try (HttpExchanges exchanges = new HttpExchanges(clock, Runnable::run, frail)) {
      assertThat(exchanges.status(nobody, "/", PendingAttempt.start(clock, LONG)))
          .isCompletedExceptionally();
      assertThatThrownBy(
              () ->
                  exchanges
                      .status(nobody, "/", PendingAttempt.start(clock, LONG))
                      .get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(ConnectException.class);
    }
    assertThat(starts).hasValue(2);
  }
}
