package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The recipes of README.md that are YAML: their lines are run as Compose, Kubernetes and GitHub
 * Actions run them, with the real shell and curl, against a real database and port.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YamlRecipesIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

  private Path directory;
  private final List<JsonNode> recipes = new ArrayList<>();
  private PostgresServer postgres;
  private Container server;
  private ServerSocket memcached;
  private Client client;
  private Shell shell;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    this.directory = directory;
    for (MatchResult block :
        BLOCK.matcher(Files.readString(Path.of("README.md"))).results().toList()) {
      recipes.add(new ObjectMapper().valueToTree(new Yaml().load(block.group(1))));
    }
    postgres = PostgresServer.embedded();
    memcached = Loopback.listen(0);
    String url = "postgres://postgres@127.0.0.1:" + postgres.port() + "/{{.}}?sslmode=disable";
    server = JettyContainer.start(Map.of("/", Map.of("timeout", "30", "postgresURL", url)));
    client = new Client(server.uri("/"));
    shell = new Shell(directory, server.port());
    program("my_program", "echo it starts");
    // What a job builds and tests; the shard that is to fail is said in the environment.
    program("make", "[ $1 = test ] || [ \"$SHARD\" != \"$FAILS\" ]");
  }

  private void program(String name, String script) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @AfterAll
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (memcached != null) {
      memcached.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @AfterEach
  void forget() throws Exception {
    client.send("DELETE", "/migrated");
    sql("DROP DATABASE IF EXISTS my_db");
  }

  private void sql(String statement) throws Exception {
    try (Connection connection = postgres.connect();
        Statement executing = connection.createStatement()) {
      executing.execute(statement);
    }
  }

  private JsonNode recipe(String pointer) {
    return recipes.stream()
        .map(recipe -> recipe.at(pointer))
        .filter(node -> !node.isMissingNode())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  /** Runs a command as a container would, with the programs of the test in its path. */
  private CompletableFuture<Shell.Typed> begin(List<String> command, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PATH", directory + ":" + System.getenv("PATH"));
    String here = "127.0.0.1/" + memcached.getLocalPort();
    String[] replaced =
        command.stream()
            .map(part -> shell.replaced(part, Map.of("memcached/11211", here)))
            .toArray(String[]::new);
    return shell.begin(environment, replaced);
  }

  private void awaitWaiting(String path) throws Exception {
    while (!client.waitingAndFailed().contains(path)) {
      Thread.onSpinWait();
    }
  }

  private static Shell.Typed ended(CompletableFuture<Shell.Typed> running) throws Exception {
    return running.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aServiceOfComposeStartsWhenAllIsThere() throws Exception {
    List<String> command = new ArrayList<>(strings(recipe("/services/app/entrypoint")));
    command.addAll(strings(recipe("/services/app/command")));
    CompletableFuture<Shell.Typed> app = begin(command, Map.of());
    awaitWaiting("/migrated");
    sql("CREATE DATABASE my_db");
    client.send("PUT", "/migrated");
    assertThat(ended(app).output())
        .startsWith("{\"ok\":true,\"terms\":[")
        .endsWith("}\nit starts\n");
    assertThat(ended(app).exitCode()).isZero();
    client.send("PUT", "/migrated?status=failed");
    CompletableFuture<Shell.Typed> second = begin(command, Map.of());
    assertThat(ended(second).exitCode()).isEqualTo(22);
    assertThat(ended(second).output()).contains("\"error\":\"Failed\"").doesNotContain("it starts");
  }

  @Test
  void anInitContainerOfKubernetesEndsWhenAllIsThere() throws Exception {
    List<String> command = strings(recipe("/initContainers/0/command"));
    CompletableFuture<Shell.Typed> init = begin(command, Map.of());
    awaitWaiting("/migrated");
    client.send("PUT", "/migrated");
    sql("CREATE DATABASE my_db");
    assertThat(ended(init).exitCode()).isZero();
    client.send("PUT", "/migrated?status=failed");
    assertThat(ended(begin(command, Map.of())).exitCode()).isEqualTo(22);
  }

  /** A job: its steps one after the other, each in a shell that ends with the first error. */
  private CompletableFuture<String> job(JsonNode job, String shard, String run, String fails) {
    return CompletableFuture.supplyAsync(
        () -> {
          StringBuilder log = new StringBuilder();
          boolean failed = false;
          for (JsonNode step : job.get("steps").valueStream().toList()) {
            if (failed == step.has("if")) {
              String line = step.get("run").stringValue().replace("${{ matrix.shard }}", shard);
              Map<String, String> environment = environment(job, run);
              environment.putAll(Map.of("SHARD", shard, "FAILS", fails));
              Shell.Typed typed = begin(List.of("bash", "-e", "-c", line), environment).join();
              log.append(line.split(" ", 2)[0]).append(' ').append(typed.exitCode()).append(' ');
              log.append(typed.output());
              failed |= typed.exitCode() != 0;
            }
          }
          return log.toString();
        });
  }

  private Map<String, String> environment(JsonNode job, String run) {
    Map<String, String> environment = new HashMap<>();
    job.get("env")
        .forEachEntry(
            (name, value) ->
                environment.put(
                    name,
                    value
                        .stringValue()
                        .replace("${{ vars.RENDEZVOUS }}", "http://127.0.0.1:" + server.port())
                        .replace("${{ github.run_id }}", run)
                        .replace("${{ github.run_attempt }}", "1")));
    return environment;
  }

  private List<String> matrix(String run, String fails) throws Exception {
    JsonNode job = recipe("/jobs/test");
    assertThat(job.at("/steps/2/if").stringValue()).isEqualTo("failure()");
    List<CompletableFuture<String>> jobs = new ArrayList<>();
    for (JsonNode shard : job.at("/strategy/matrix/shard").valueStream().toList()) {
      jobs.add(job(job, shard.asString(), run, fails));
    }
    List<String> logs = new ArrayList<>();
    for (CompletableFuture<String> each : jobs) {
      logs.add(each.get(60, TimeUnit.SECONDS));
    }
    return logs;
  }

  @Test
  void jobsOfAMatrixMeet() throws Exception {
    assertThat(matrix("77", "none"))
        .hasSize(3)
        .allMatch(
            log -> log.startsWith("make 0 curl 0 {\"ok\":true}\ncurl 0 {\"ok\":true,\"terms\":"))
        .allMatch(log -> log.endsWith("\nmake 0 "));
  }

  @Test
  void oneJobThatFailsEndsTheWaitOfTheOthers() throws Exception {
    List<String> logs = matrix("78", "2");
    assertThat(logs.get(1)).isEqualTo("make 1 curl 0 {\"ok\":true}\n");
    for (String other : List.of(logs.get(0), logs.get(2))) {
      assertThat(other)
          .startsWith("make 0 curl 0 {\"ok\":true}\ncurl 22 ")
          .contains("\"error\":\"Failed\"", "\"reason\":\"shard 2 is broken\"")
          .endsWith("}\n");
    }
  }
}
