package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -jar} with a log on a full disk, or a log that is not read. */
class StuckLogIT {
  /** More than a pipe holds, at 60 bytes for each line. */
  private static final int EVENTS = 3_000;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStuckLogDelaysNoResponse(boolean fullDisk) throws Exception {
    Path base = Scratch.directory("stuck-log");
    int port = Loopback.freePort();
    List<String> arguments = List.of("--port=" + port, "--host=127.0.0.1");
    Process process =
        new ProcessBuilder(StandaloneContainer.command(base, arguments))
            .redirectErrorStream(true)
            .redirectOutput(fullDisk ? Redirect.to(new File("/dev/full")) : Redirect.PIPE)
            .start();
    try {
      Client client = new Client(URI.create("http://127.0.0.1:" + port + "/"));
      awaitListening(client, process);
      for (int i = 0; i < EVENTS; i++) {
        assertOk(client.send("PUT", "/key" + i));
      }
      CompletableFuture<HttpResponse<String>> parked = client.park("GET", "/abc", "/abc");
      assertOk(client.send("PUT", "/abc"));
      assertOk(answered(parked));
      assertThat(client.get("/", "text/html").statusCode()).isEqualTo(200);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void awaitListening(Client client, Process process) throws Exception {
    while (true) {
      try {
        client.send("OPTIONS", "/");
        return;
      } catch (ConnectException e) {
        assertThat(process.isAlive()).isTrue();
      }
    }
  }
}
