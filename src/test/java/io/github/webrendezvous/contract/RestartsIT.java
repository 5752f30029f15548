package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script of docs/clients.md that waits without a limit, also across restarts. */
class RestartsIT {
  private static final int CLOSED = 0;
  private static final int RESET = -1;

  @TempDir Path directory;
  private int port;
  private Shell shell;

  @BeforeEach
  void writeTheScript() throws IOException {
    port = Loopback.freePort();
    shell = new Shell(directory, port);
    Page page = Page.of("docs/clients.md").below("Waiting without limit, across restarts");
    for (Page.Block file : page.files().toList()) {
      shell.write(file.file(), file.code());
    }
  }

  private CompletableFuture<Shell.Typed> begin() {
    return shell.begin(Map.of(), "sh", "robust.sh");
  }

  /** Returns once the script has printed this. */
  private void awaitPrinted(String part) throws IOException {
    while (true) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path each : files.filter(file -> file.toString().endsWith(".txt")).toList()) {
          if (Files.readString(each).contains(part)) {
            return;
          }
        }
      }
      Thread.onSpinWait();
    }
  }

  /** Answers requests with these statuses, one after the other, and returns after the last. */
  private void answer(int... statuses) throws IOException {
    try (ServerSocket listening = Loopback.listen(port)) {
      listening.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
      for (int status : statuses) {
        try (Socket client = listening.accept()) {
          assertThat(client.getInputStream().read(new byte[1_024])).isPositive();
          if (status == RESET) {
            client.setSoLinger(true, 0);
          } else if (status != CLOSED) {
            String answer = "HTTP/1.1 %d x\r\nContent-Length: 2\r\n\r\n{}".formatted(status);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
    }
  }

  @Test
  void temporaryFailuresDoNotEndTheWait() throws Exception {
    CompletableFuture<Shell.Typed> waiting = begin();
    awaitPrinted("curl: (7)");
    answer(RESET, CLOSED, 502, 503, 504, 200);
    Shell.Typed typed = waiting.get(60, TimeUnit.SECONDS);
    assertThat(typed.exitCode()).as(typed.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {424, 410, 400, 500})
  void permanentFailuresEndTheWait(int status) throws Exception {
    CompletableFuture<Shell.Typed> waiting = begin();
    answer(status);
    Shell.Typed typed = waiting.get(60, TimeUnit.SECONDS);
    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.output()).contains("{} " + status);
  }

  @Test
  void aServerThatIsKilledAndComesBackEndsTheWaitWhenItIsSignalled() throws Exception {
    CompletableFuture<Shell.Typed> waiting = begin();
    try (StandaloneContainer first = StandaloneContainer.startAt(port)) {
      new Client(first.uri("/")).awaitWaiting("/abc");
      first.kill();
    }
    try (StandaloneContainer second = StandaloneContainer.startAt(port)) {
      Client client = new Client(second.uri("/"));
      client.awaitWaiting("/abc");
      client.send("PUT", "/abc");
      assertThat(waiting.get(60, TimeUnit.SECONDS).exitCode()).isZero();
    }
  }
}
