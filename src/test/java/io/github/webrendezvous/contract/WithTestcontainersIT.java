package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** The example of docs/testcontainers.md is the body of a test here. */
class WithTestcontainersIT {
  @BeforeAll
  static void image() throws Exception {
    Docker.require();
    Docker.Image.STANDALONE.build();
    Docker.run("tag", Docker.Image.STANDALONE.tag(), "web-rendezvous:latest");
  }

  @Test
  void aSuiteWaitsForAContainerUnderTest() throws Exception {
    // The example begins.
    try (Network network = Network.newNetwork();
        GenericContainer<?> rendezvous =
            new GenericContainer<>("web-rendezvous:latest")
                .withNetwork(network)
                .withNetworkAliases("rendezvous")
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/"));
        GenericContainer<?> service =
            new GenericContainer<>("curlimages/curl:8.11.1")
                .withNetwork(network)
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sh"))
                .withCommand(
                    "-ec",
                    "sleep 1; curl -f -sS -X PUT http://rendezvous:8080/service_ready; sleep 60")) {
      rendezvous.start();
      service.start();

      URI ready =
          URI.create(
              "http://%s:%d/service_ready"
                  .formatted(rendezvous.getHost(), rendezvous.getMappedPort(8080)));
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    // The example ends.
  }

  @Test
  void thePageShowsThatTest() throws Exception {
    Path source =
        Path.of("src/test/java")
            .resolve(WithTestcontainersIT.class.getName().replace('.', '/') + ".java");
    String text = Files.readString(source);
    String begins = "// The example begins." + "\n";
    String example =
        text.substring(
                text.indexOf(begins) + begins.length(),
                text.indexOf("    // The example" + " ends."))
            .lines()
            .map(line -> line.isEmpty() ? line : line.substring(4))
            .collect(Collectors.joining("\n"));
    Page page = Page.of("docs/testcontainers.md");
    List<String> code = page.blocks("java").map(Page.Block::code).toList();
    assertThat(code).hasSize(2);
    assertThat(text).contains(code.get(0).lines().toList());
    assertThat(code.get(1)).isEqualTo(example + "\n");
    String version = page.text().split("</?version>", 3)[1];
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains(
            "<artifactId>testcontainers-postgresql</artifactId>\n      <version>" + version + "<");
  }
}
