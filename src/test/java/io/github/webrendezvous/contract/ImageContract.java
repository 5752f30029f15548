package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertSentAway;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every image promises besides the contract. */
interface ImageContract {
  Docker.Image image();

  /** What a script prints that runs in the image. */
  default String inImage(String script) throws Exception {
    return Docker.run("run", "--rm", "--entrypoint", "bash", image().tag(), "-c", script);
  }

  @Test
  default void stoppingSendsEverybodyAway() throws Exception {
    try (ImageContainer image = ImageContainer.start(image(), Map.of())) {
      Client client = new Client(image.uri("/"));
      List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        parked.add(client.park("GET", "/parked" + i, "/parked" + i));
      }
      image.terminate();
      assertSentAway(parked);
      assertThat(image.awaitEnd()).isTrue();
      assertThat(image.log())
          .as("one line for each event, and no noise")
          .allMatch(line -> line.contains("key=/parked") || line.contains("listening at port"));
    }
  }

  @Test
  default void theImageIsUnprivileged() throws Exception {
    assertThat(inImage("id -u")).isEqualTo("65532");
  }
}
