package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Host names that a JVM looks up in a file, so that a test can change them. */
final class MovingHost {
  private final Path hosts;

  MovingHost() throws IOException {
    hosts = Scratch.directory("hosts").resolve("hosts");
    write("");
  }

  /** The JVM option for looking up names only here. */
  String option() {
    return "-Djdk.net.hosts.file=" + hosts;
  }

  /** The JVM option that docs/operation.md recommends: without it, the JDK remembers look-ups. */
  static String rememberNone() throws IOException {
    return "-Djava.security.properties="
        + Files.writeString(
            Scratch.directory("security").resolve("java.security"),
            "networkaddress.cache.ttl=0\nnetworkaddress.cache.negative.ttl=0\n");
  }

  /** Adds lines to those that every JVM needs. */
  void write(String lines) throws IOException {
    Files.writeString(hosts, "127.0.0.1 localhost\n" + lines);
  }

  /** A host that disappears and comes back at another address must be found there. */
  void assertFoundWhereItMovesTo(Client client) throws Exception {
    write("127.0.0.2 moving-host\n");
    try (ServerSocket listening = Loopback.listen(0)) {
      String path = "/_port/moving-host/" + listening.getLocalPort();
      assertThat(client.send("GET", path + "?timeout=0").body()).contains("connection refused");
      CompletableFuture<HttpResponse<String>> parked = client.park("GET", path, path);
      write("");
      while (!client.get("/", "text/html").body().contains("unknown host")) {
        Thread.onSpinWait();
      }
      assertThat(parked).isNotDone();
      write("127.0.0.1 moving-host\n");
      HttpResponse<String> answer = answered(parked);
      assertOk(answer);
      assertThat(Answers.millisecondsWaited(answer))
          .as("the JDK remembers look-ups for 30 seconds unless told otherwise")
          .isLessThan(20_000);
    }
  }
}
