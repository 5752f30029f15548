package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with three nodes behind nginx. */
class ClusterComposeIT {
  private static final String PROJECT = "web-rendezvous-cluster-test";

  private static List<String> compose;

  @BeforeAll
  static void findCompose() throws Exception {
    Docker.require();
    compose =
        Docker.answers("compose", "version")
            ? List.of("docker", "compose")
            : List.of("docker-compose");
  }

  private static String compose(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("-p", PROJECT, "-f", "examples/cluster/compose.yaml"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RENDEZVOUS_PORT", "0");
    return Docker.run(builder);
  }

  @AfterEach
  void down() throws Exception {
    compose("down", "-v");
  }

  private static Client throughTheBalancer() throws Exception {
    String address = compose("port", "balancer", "8080");
    return new Client(
        URI.create("http://127.0.0.1:" + address.substring(address.lastIndexOf(':') + 1) + "/"));
  }

  /** As the example prints it. */
  private static CompletableFuture<Shell.Typed> curl(Shell shell, Client client, String path) {
    String url = client.uri() + path;
    return shell.begin(Map.of(), "curl", "-sS", "--fail", "--retry", "10", url);
  }

  @Test
  void waitsAndSignalsOutliveTheRestartOfEveryNode(@TempDir Path directory) throws Exception {
    compose("up", "-d", "--build");
    Client client = throughTheBalancer();
    assertOk(client.send("PUT", "/before"));
    Shell shell = new Shell(directory, client.uri().getPort());
    List<CompletableFuture<Shell.Typed>> waits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waits.add(curl(shell, client, "abc?timeout=300"));
    }
    for (String node : new String[] {"node1", "node2", "node3"}) {
      compose("restart", node);
      Shell.Typed seen = curl(shell, client, "before?timeout=0").get(60, TimeUnit.SECONDS);
      assertThat(seen.exitCode()).as(seen.output()).isZero();
      assertOk(client.send("PUT", "/during-" + node));
    }
    assertThat(waits).noneMatch(CompletableFuture::isDone);
    assertOk(client.send("PUT", "/abc"));
    for (CompletableFuture<Shell.Typed> each : waits) {
      Shell.Typed typed = each.get(60, TimeUnit.SECONDS);
      assertThat(typed.exitCode()).as(typed.output()).isZero();
      assertThat(typed.output()).contains("{\"ok\":true}");
    }
    for (String key : new String[] {"/before", "/during-node1", "/during-node3", "/abc"}) {
      assertOk(client.send("GET", key + "?timeout=0"));
    }
    assertOk(client.send("DELETE", "/before"));
    assertError(client.send("GET", "/before?timeout=0"), 404, "Timeout");
    assertThat(Client.json(client.send("GET", "/")).get("nodes").size()).isGreaterThanOrEqualTo(3);
  }
}
