package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertSentAway;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract in an image, and the promises of every image. */
abstract class ImageContract extends Contract implements OwnServerContract {
  private final Docker.Image image;

  ImageContract(Docker.Image image) {
    super("/");
    this.image = image;
  }

  @Override
  Deployed start(Map<String, Map<String, String>> deployments) throws Exception {
    return ImageContainer.startEach(image, deployments);
  }

  final Docker.Image image() {
    return image;
  }

  /** Whether a line of the log belongs to the start of the server, not to an event. */
  abstract boolean isOfTheStart(String line);

  /** The output of a script in the image. */
  final String inImage(String script) throws Exception {
    return Docker.run("run", "--rm", "--entrypoint", "bash", image.tag(), "-c", script);
  }

  @Test
  void everyWaitIsAnsweredWhenTheContainerStops() throws Exception {
    try (ImageContainer container = ImageContainer.start(image, Map.of())) {
      Client client = new Client(container.uri("/"));
      List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        parked.add(client.park("GET", "/parked" + i, "/parked" + i));
      }
      container.terminate();
      assertSentAway(parked);
      assertThat(container.awaitEnd()).isTrue();
      assertThat(container.log())
          .as("one line for each event, and no noise")
          .allMatch(line -> line.contains("key=/parked") || isOfTheStart(line));
    }
  }

  @Test
  void theImageIsUnprivileged() throws Exception {
    assertThat(inImage("id -u")).isEqualTo("65532");
  }
}
