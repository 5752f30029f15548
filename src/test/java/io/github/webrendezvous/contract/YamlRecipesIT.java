package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.webrendezvous.settings.Setting;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Service;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The recipes of docs/recipes.md that are YAML: runs their commands as Compose, Kubernetes, GitHub
 * Actions and GitLab CI do, with the real shell and curl, against a real database and port.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YamlRecipesIT {
  private static final Yaml YAML = new Yaml();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Path directory;
  private PostgresServer postgres;
  private String postgresUrl;
  private Container server;
  private ServerSocket memcached;
  private Client client;
  private Shell shell;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    this.directory = directory;
    postgres = PostgresServer.embedded();
    memcached = Loopback.listen(0);
    postgresUrl = "postgres://postgres@127.0.0.1:" + postgres.port() + "/{{.}}?sslmode=disable";
    server = JettyContainer.start(Map.of("/", Map.of("postgresURL", postgresUrl)));
    client = new Client(server.uri("/"));
    shell = new Shell(directory, server.port());
    shell.program("my_program", "echo it starts");
    // A job that builds and tests; the environment names the job that fails.
    shell.program("make", "[ $1 = test ] || [ \"$JOB\" != \"$FAILS\" ]");
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

  /** The documents below a heading of docs/recipes.md. */
  private static List<JsonNode> recipe(String heading) throws IOException {
    String yaml =
        Page.of("docs/recipes.md").below(heading).blocks("yaml").findFirst().orElseThrow().code();
    return documents(yaml);
  }

  private static List<JsonNode> documents(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    YAML.loadAll(yaml).forEach(document -> documents.add(JSON.valueToTree(document)));
    return documents;
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  /** Runs a command as a container would, with the programs of the test in its path. */
  private CompletableFuture<Shell.Typed> begin(
      Shell where, List<String> command, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PATH", directory + ":" + System.getenv("PATH"));
    String here = "127.0.0.1/" + memcached.getLocalPort();
    String[] replaced =
        command.stream()
            .map(part -> where.replaced(part, Map.of("memcached/11211", here)))
            .toArray(String[]::new);
    return where.begin(environment, replaced);
  }

  private static Shell.Typed ended(CompletableFuture<Shell.Typed> running) throws Exception {
    return running.get(60, TimeUnit.SECONDS);
  }

  private static List<String> serviceOfCompose() throws IOException {
    JsonNode app = recipe("Compose").get(0).at("/services/app");
    assertThat(app.at("/depends_on/rendezvous/condition").stringValue())
        .isEqualTo("service_healthy");
    return Stream.of("entrypoint", "command").flatMap(p -> strings(app.get(p)).stream()).toList();
  }

  @Test
  void aComposeServiceStartsWhenEverythingIsReady() throws Exception {
    CompletableFuture<Shell.Typed> app = begin(shell, serviceOfCompose(), Map.of());
    client.awaitWaiting("/migrated");
    sql("CREATE DATABASE my_db");
    client.send("PUT", "/migrated");
    assertThat(ended(app).output())
        .startsWith("{\"ok\":true,\"terms\":[")
        .endsWith("}\nit starts\n");
    assertThat(ended(app).exitCode()).isZero();
    client.send("PUT", "/migrated?status=failed");
    Shell.Typed second = ended(begin(shell, serviceOfCompose(), Map.of()));
    assertThat(second.exitCode()).isEqualTo(22);
    assertThat(second.output()).contains("\"error\":\"Failed\"").doesNotContain("it starts");
  }

  private static List<String> initContainer() throws IOException {
    return strings(recipe("Kubernetes").get(2).at("/spec/template/spec/initContainers/0/command"));
  }

  @Test
  void aKubernetesInitContainerEndsWhenEverythingIsReady() throws Exception {
    CompletableFuture<Shell.Typed> init = begin(shell, initContainer(), Map.of());
    client.awaitWaiting("/migrated");
    client.send("PUT", "/migrated");
    sql("CREATE DATABASE my_db");
    assertThat(ended(init).exitCode()).isZero();
    client.send("PUT", "/migrated?status=failed");
    assertThat(ended(begin(shell, initContainer(), Map.of())).exitCode()).isEqualTo(22);
  }

  /** First the server answers waits with 503, then it is down, then it has no signals. */
  @ParameterizedTest
  @ValueSource(strings = {"Compose", "Kubernetes"})
  void aRestartInTheMiddleDoesNotEndTheWait(String recipe) throws Exception {
    int port = Loopback.freePort();
    String url = "--postgresURL=" + postgresUrl;
    sql("CREATE DATABASE my_db");
    CompletableFuture<Shell.Typed> waiting;
    try (StandaloneContainer first = StandaloneContainer.startAt(port, url)) {
      List<String> command = recipe.equals("Compose") ? serviceOfCompose() : initContainer();
      waiting = begin(new Shell(directory, port), command, Map.of());
      new Client(first.uri("/")).awaitWaiting("/migrated");
    }
    try (StandaloneContainer second = StandaloneContainer.startAt(port, url)) {
      Client client = new Client(second.uri("/"));
      client.awaitWaiting("/migrated");
      client.send("PUT", "/migrated");
      assertThat(ended(waiting).exitCode()).as(ended(waiting).output()).isZero();
    }
  }

  private static List<JsonNode> kubernetesExample() throws Exception {
    return documents(Files.readString(Path.of("examples/kubernetes/rendezvous.yaml")));
  }

  @Test
  void theKubernetesExamplesMatchTheSchema() throws Exception {
    List<JsonNode> documents = new ArrayList<>(recipe("Kubernetes"));
    assertThat(documents).hasSize(3);
    documents.addAll(kubernetesExample());
    assertThat(documents).hasSize(6);
    for (JsonNode each : documents) {
      JsonElement json = JsonParser.parseString(each.toString());
      switch (each.get("kind").stringValue()) {
        case "Deployment" -> {
          V1Deployment.validateJsonElement(json);
          assertThat(each.at("/spec/template/spec/enableServiceLinks").booleanValue()).isFalse();
        }
        case "Service" -> V1Service.validateJsonElement(json);
        case "NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
        default -> throw new AssertionError("unknown kind in " + each);
      }
    }
  }

  /** The settings, probes and limits of the example are those of the application. */
  @Test
  void theKubernetesExampleFitsTheApplication() throws Exception {
    JsonNode pod = kubernetesExample().get(0).at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      String path = container.at("/" + probe + "/httpGet/path").stringValue();
      assertThat(client.send("GET", path).body()).contains("\"status\":\"UP\"");
    }
    Set<String> variables =
        Stream.of(Setting.values()).flatMap(Setting::variables).collect(Collectors.toSet());
    assertThat(container.get("env").valueStream().map(each -> each.get("name").stringValue()))
        .hasSize(2)
        .allMatch(variables::contains);
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue()).isTrue();
    assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
  }

  @Test
  void theKubernetesSchemaRejectsUnknownFields() throws Exception {
    String misspelt = recipe("Kubernetes").get(0).toString().replace("enableServiceLinks", "links");
    assertThatThrownBy(() -> V1Deployment.validateJsonElement(JsonParser.parseString(misspelt)))
        .hasMessageContaining("links");
  }

  /** Runs the steps of a job of GitHub one after the other, until one fails or it is cancelled. */
  private CompletableFuture<String> job(
      JsonNode job, String shard, String run, String fails, String how) {
    return CompletableFuture.supplyAsync(
        () -> {
          StringBuilder log = new StringBuilder();
          String status = "success";
          for (JsonNode step : job.get("steps").valueStream().toList()) {
            String condition = step.has("if") ? step.get("if").stringValue() : "success()";
            if (List.of(condition.split(" \\|\\| ", -1)).contains(status + "()")) {
              String line = step.get("run").stringValue().replace("${{ matrix.shard }}", shard);
              Map<String, String> environment = environment(job, run);
              environment.putAll(Map.of("JOB", shard, "FAILS", fails));
              Shell.Typed typed =
                  begin(shell, List.of("bash", "-e", "-c", line), environment).join();
              log.append(line.split(" ", 2)[0]).append(' ').append(typed.exitCode()).append(' ');
              log.append(typed.output());
              status = typed.exitCode() == 0 ? status : how;
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

  private List<String> matrix(String run, String fails, String how) throws Exception {
    JsonNode job = recipe("GitHub Actions").get(0).at("/jobs/test");
    List<CompletableFuture<String>> jobs = new ArrayList<>();
    for (JsonNode shard : job.at("/strategy/matrix/shard").valueStream().toList()) {
      jobs.add(job(job, shard.asString(), run, fails, how));
    }
    List<String> logs = new ArrayList<>();
    for (CompletableFuture<String> each : jobs) {
      logs.add(each.get(60, TimeUnit.SECONDS));
    }
    return logs;
  }

  @Test
  void jobsOfAMatrixWaitForEachOther() throws Exception {
    assertThat(matrix("77", "none", "failure"))
        .hasSize(3)
        .allMatch(
            log -> log.startsWith("make 0 curl 0 {\"ok\":true}\ncurl 0 {\"ok\":true,\"terms\":"))
        .allMatch(log -> log.endsWith("\nmake 0 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"failure", "cancelled"})
  void aFailedJobEndsTheWaitOfTheOthers(String how) throws Exception {
    List<String> logs = matrix("78-" + how, "2", how);
    assertThat(logs.get(1)).isEqualTo("make 1 curl 0 {\"ok\":true}\n");
    for (String other : List.of(logs.get(0), logs.get(2))) {
      assertThat(other)
          .startsWith("make 0 curl 0 {\"ok\":true}\ncurl 22 ")
          .contains("\"error\":\"Failed\"", "\"reason\":\"shard 2 is broken or cancelled\"")
          .endsWith("}\n");
    }
  }

  /** Runs a GitLab job: its script in one shell, and its after_script in another. */
  private CompletableFuture<String> jobOfGitLab(
      JsonNode pipeline, String name, String run, String fails, String how) {
    Map<String, String> environment = new HashMap<>();
    environment.put("RENDEZVOUS", "http://127.0.0.1:" + server.port());
    String variable = pipeline.at("/variables/RUN").stringValue();
    environment.put("RUN", variable.replace("$CI_PIPELINE_ID", run));
    environment.putAll(Map.of("JOB", name, "FAILS", fails));
    JsonNode job = pipeline.get(name);
    return begin(shell, script(job.get("script")), environment)
        .thenCompose(
            ran -> {
              if (!job.has("after_script")) {
                return CompletableFuture.completedFuture(ran.exitCode() + " " + ran.output());
              }
              environment.put("CI_JOB_STATUS", ran.exitCode() == 0 ? "success" : how);
              return begin(shell, script(job.get("after_script")), environment)
                  .thenApply(after -> ran.exitCode() + " " + ran.output() + after.output());
            });
  }

  private static List<String> script(JsonNode lines) {
    return List.of("bash", "-eo", "pipefail", "-c", String.join("\n", strings(lines)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"success", "failed", "canceled"})
  void aGitLabJobTestsWhenTheOtherServes(String how) throws Exception {
    JsonNode pipeline = recipe("GitLab CI").get(0);
    boolean serves = how.equals("success");
    String fails = serves ? "none" : "serve";
    CompletableFuture<String> tests = jobOfGitLab(pipeline, "test", how, fails, how);
    client.awaitWaiting("/pipeline-" + how + "/served");
    CompletableFuture<String> served = jobOfGitLab(pipeline, "serve", how, fails, how);
    assertThat(served.get(60, TimeUnit.SECONDS)).contains("{\"ok\":true}");
    assertThat(tests.get(60, TimeUnit.SECONDS))
        .startsWith(serves ? "0 {\"ok\":true" : "22 ")
        .contains(serves ? "" : "the job serve ended as " + how);
  }

  /** The recipes in README.md are the same as in docs/recipes.md. */
  @Test
  void theReadmeShowsTheSameRecipes() throws Exception {
    String recipes = Page.of("docs/recipes.md").text().replaceAll("(?m)^ +", "");
    List<Page.Block> shown = Page.of("README.md").below("Recipes").blocks("yaml").toList();
    assertThat(shown).hasSize(3);
    assertThat(shown)
        .allSatisfy(block -> assertThat(recipes).contains(block.code().replaceAll("(?m)^ +", "")));
  }
}
