package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.contract.Loopback;
import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.SystemClock;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of docs/probes.md is a kind of probe here. */
class RedisKindTest {
  private final SystemClock clock = new SystemClock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingCalls calls = new BlockingCalls(clock, threads, 4, 4);

  @AfterEach
  void end() {
    threads.shutdownNow();
    clock.close();
  }

  private CompletableFuture<Attempt> begin(int port, Duration timeout) throws Exception {
    Names names =
        new Names(
            BlockingCalls.Call::run, name -> new InetAddress[] {InetAddress.getLoopbackAddress()});
    return Attempts.begin(
        new RedisKind(new Endpoints(names, Attempts.ANYTHING), calls)
            .parse(List.of("cache", Integer.toString(port)), Map.of()),
        clock,
        timeout);
  }

  private Attempt lookAtOneThatSays(String answer) throws Exception {
    try (ServerSocket redis = Loopback.listen(0)) {
      CompletableFuture<Attempt> attempt = begin(redis.getLocalPort(), Duration.ofSeconds(20));
      try (Socket accepted = redis.accept();
          OutputStream to = accepted.getOutputStream()) {
        assertThat(accepted.getInputStream().readNBytes(6))
            .isEqualTo("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        to.write(answer.getBytes(StandardCharsets.US_ASCII));
      }
      return attempt.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void theExampleWorks() throws Exception {
    assertThat(lookAtOneThatSays("+PONG\r\n")).isEqualTo(Attempt.succeeded());
    assertThat(lookAtOneThatSays("-LOADING")).isEqualTo(Attempt.answered("answered -LOADIN"));
    try (ServerSocket silent = Loopback.listen(0)) {
      CompletableFuture<Attempt> attempt = begin(silent.getLocalPort(), Duration.ofMillis(200));
      assertThat(attempt.get(20, TimeUnit.SECONDS).error())
          .isEqualTo("no answer within 200 ms (attempt=5s allows more)");
    }
    assertThat(begin(Loopback.freePort(), Duration.ofSeconds(20)).get().error())
        .containsIgnoringCase("refused");
  }

  @Test
  void thePageShowsThatExample() throws Exception {
    String code =
        Files.readString(Path.of("src/test/java/io/github/webrendezvous/probe/RedisKind.java"));
    assertThat(Files.readString(Path.of("docs/probes.md"))).contains("```java\n" + code + "```");
  }
}
