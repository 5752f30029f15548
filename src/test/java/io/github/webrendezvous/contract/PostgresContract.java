package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Waiting for databases of a real PostgreSQL server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class PostgresContract {
  private static final int LATE_PORT = Loopback.freePort();

  private PostgresServer postgres;
  private Relay relay;
  private ServerSocket mute;
  private Container container;

  /** What was started, the newest first. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** The server of most tests. */
  PostgresServer server() throws Exception {
    return PostgresServer.embedded();
  }

  abstract Container start(Map<String, Map<String, String>> deployments) throws Exception;

  private static String url(String credentials, int port) {
    return "postgres://" + credentials + "@127.0.0.1:" + port + "/{{.}}?sslmode=disable";
  }

  @BeforeAll
  void start() throws Exception {
    postgres = toBeClosed(server());
    execute("CREATE ROLE locked LOGIN PASSWORD 'right'");
    String[] rules = {
      "local all all trust", "host all locked all scram-sha-256", "host all all all trust"
    };
    execute(
        "COPY (SELECT unnest(ARRAY['%s'])) TO PROGRAM 'cat > pg_hba.conf'"
            .formatted(String.join("','", rules)));
    execute("SELECT pg_reload_conf()");
    relay = toBeClosed(new Relay(postgres.port()));
    mute = toBeClosed(Loopback.listen(0));
    Map<String, Map<String, String>> deployments = new LinkedHashMap<>();
    deploy(deployments, "/", "30", url("postgres", relay.port()));
    deploy(deployments, "/impatient", "600ms", url("postgres", relay.port()));
    deploy(deployments, "/wrong", "600ms", url("locked:wrong", postgres.port()));
    deploy(deployments, "/right", "30", url("locked:right", postgres.port()));
    deploy(deployments, "/mute", "1500ms", url("postgres", mute.getLocalPort()));
    deploy(deployments, "/late", "30", url("postgres", LATE_PORT));
    deploy(
        deployments,
        "/demanding",
        "600ms",
        "postgres://postgres@127.0.0.1:" + postgres.port() + "/{{.}}?sslmode=require");
    deploy(deployments, "/unknown", "1500ms", "postgres://no-such-host.invalid/{{.}}");
    container = toBeClosed(start(deployments));
  }

  private static void deploy(
      Map<String, Map<String, String>> deployments, String path, String timeout, String url) {
    deployments.put(path, Map.of("timeout", timeout, "postgresURL", url));
  }

  private <T extends AutoCloseable> T toBeClosed(T opened) {
    open.push(opened);
    return opened;
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void create(String database) throws Exception {
    execute("CREATE DATABASE \"" + database.replace("\"", "\"\"") + "\"");
  }

  private Client client(String contextPath) {
    return new Client(container.uri(contextPath));
  }

  private static JsonNode missing(HttpResponse<String> answer) {
    return assertError(answer, 404, "Timeout").at("/missing/0");
  }

  @Test
  void aWaitEndsWhenTheDatabaseIsCreated() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        client("/").park("GET", "/_postgres/created_late", "/_postgres/created_late");
    assertThat(parked).isNotDone();
    create("created_late");
    assertOk(answered(parked));
    assertThat(client("/").marked()).contains("/_postgres/created_late");
  }

  @Test
  void aMissingDatabaseIsReportedInTheServersWords() throws Exception {
    JsonNode missing = missing(client("/").send("GET", "/_postgres/never?timeout=0&attempt=10s"));
    assertThat(missing.get("condition").stringValue()).isEqualTo("/_postgres/never?attempt=10s");
    assertThat(missing.get("last_error").stringValue())
        .endsWith(": database \"never\" does not exist");
    assertThat(missing.get("attempts").intValue()).isPositive();
  }

  @Test
  void aWaitEndsWhenTheTableIsCreated() throws Exception {
    String path = "/_postgres/postgres?table=app.Us'ers";
    CompletableFuture<HttpResponse<String>> parked = client("/").park("GET", path, path);
    JsonNode missing = missing(client("/").send("GET", path + "&timeout=0&attempt=10s"));
    assertThat(missing.get("last_error").stringValue())
        .endsWith(": table \"app.Us'ers\" does not exist");
    execute("CREATE SCHEMA app");
    execute("CREATE TABLE app.users (id int)"); // Another one.
    assertThat(parked).isNotDone();
    execute("CREATE TABLE app.\"Us'ers\" (id int)");
    assertOk(answered(parked));
    execute("CREATE VIEW seen AS SELECT 1 AS one");
    assertOk(client("/").send("GET", "/_postgres/postgres?table=seen"));
    assertOk(
        client("/").send("GET", "/_postgres/postgres?table=public.seen&timeout=0&attempt=10s"));
    missing(client("/").send("GET", "/_postgres/postgres?table=Us'ers&timeout=0&attempt=10s"));
    missing(client("/").send("GET", "/_postgres/no_such_db?table=users&timeout=0&attempt=10s"));
    assertError(client("/").send("GET", "/_postgres/db?table=a.b.c"), 400, "table=public.users");
    execute("CREATE TABLE app.\"v1.users\" (id int)");
    assertOk(client("/").send("GET", "/_postgres/postgres?table=app.%22v1.users%22"));
    execute("DROP SCHEMA app CASCADE");
    assertOk(client("/").send("GET", path + "&until=closed"));
  }

  @Test
  void aWaitEndsWhenTheDatabaseIsDropped() throws Exception {
    create("dropped_late");
    String path = "/_postgres/dropped_late?until=closed";
    CompletableFuture<HttpResponse<String>> parked = client("/").park("GET", path, path);
    JsonNode missing = missing(client("/").send("GET", path + "&timeout=0&attempt=10s"));
    assertThat(missing.get("last_error").stringValue()).endsWith(": still there");
    assertThat(parked).isNotDone();
    execute("DROP DATABASE dropped_late WITH (FORCE)");
    assertOk(answered(parked));
  }

  @Test
  void aServerThatRespondsIsNotClosed() throws Exception {
    JsonNode refused =
        missing(
            client("/wrong").send("GET", "/_postgres/postgres?until=closed&timeout=0&attempt=10s"));
    assertThat(refused.get("last_error").stringValue())
        .endsWith(": still there: password authentication failed for user \"locked\"");
    missing(client("/demanding").send("GET", "/_postgres/postgres?until=closed"));
    assertOk(client("/").send("GET", "/_postgres/no_such_db?until=closed"));
  }

  @Test
  void aSilentServerIsClosedOnlyAfterThreeAttempts() throws Exception {
    String path = "/_postgres/postgres?until=closed";
    missing(client("/mute").send("GET", path + "&timeout=0"));
    HttpResponse<String> closed = client("/mute").send("GET", path + "&timeout=30");
    assertThat(closed.body())
        .contains("no answer within 1 s (attempt=5s allows more), 3 attempts in a row");
  }

  @Test
  void aServerThatStartsLateIsFound() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        client("/late").park("GET", "/_postgres/postgres", "/_postgres/postgres");
    assertThat(parked).isNotDone();
    try (EmbeddedPostgres late = EmbeddedPostgres.builder().setPort(LATE_PORT).start()) {
      assertThat(late.getPort()).isEqualTo(LATE_PORT);
      assertOk(answered(parked));
    }
  }

  @Test
  void aWrongPasswordIsReportedInTheServersWords() throws Exception {
    JsonNode missing =
        missing(client("/wrong").send("GET", "/_postgres/postgres?timeout=0&attempt=10s"));
    assertThat(missing.get("last_error").stringValue())
        .endsWith(": password authentication failed for user \"locked\"");
    assertOk(client("/right").send("GET", "/_postgres/postgres"));
  }

  @Test
  void aSilentServerIsProbedAgain() throws Exception {
    JsonNode missing = missing(client("/mute").send("GET", "/_postgres/postgres"));
    assertThat(missing.get("last_error").stringValue())
        .containsAnyOf(": no answer within 1 s (attempt=5s allows more)", "no answer yet");
    assertThat(missing.get("attempts").intValue()).isBetween(1, 2);
  }

  @Test
  void anUnknownHostIsReported() throws Exception {
    JsonNode missing = missing(client("/unknown").send("GET", "/_postgres/postgres"));
    assertThat(missing.get("last_error").stringValue())
        .containsAnyOf(
            "unknown host \"no-such-host.invalid\"",
            "no answer when looking up \"no-such-host.invalid\" within 1 s",
            "no answer yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quo\"te'd",
        "a b",
        "what?socketFactory=x",
        "a&b=c",
        "per%cent",
        "a+b",
        "a;b",
        "{{.}}",
        "$1",
        "€"
      })
  void aDatabaseNameMayHaveAnyCharacters(String database) throws Exception {
    String path =
        "/_postgres/" + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    JsonNode missing = missing(client("/").send("GET", path + "?timeout=0&attempt=10s"));
    assertThat(missing.get("last_error").stringValue())
        .endsWith(": database \"" + database + "\" does not exist");
    create(database);
    assertOk(client("/").send("GET", path));
    execute("DROP DATABASE \"" + database.replace("\"", "\"\"") + "\" WITH (FORCE)");
  }

  @Test
  void fiftyWaitsForOneDatabaseShareTheAttempts() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waits.add(client("/impatient").begin("GET", "/_postgres/shared"));
    }
    int most = 0;
    for (CompletableFuture<HttpResponse<String>> wait : waits) {
      most = Math.max(most, missing(answered(wait)).get("attempts").intValue());
    }
    assertThat(relay.connectionsTo("shared")).isPositive().isLessThan(2L * most + 2);
  }

  /** The last test, as the waits for silent databases last half a minute. */
  @Test
  @Order(Integer.MAX_VALUE)
  void twoHundredSilentDatabasesDoNotDelayAHealthyOne() throws Exception {
    create("healthy");
    for (int i = 0; i < 200; i++) {
      client("/").begin("GET", "/_postgres/mute" + i);
    }
    while (relay.connectionsTo("mute") < 150) {
      Thread.onSpinWait();
    }
    HttpResponse<String> answer = client("/").send("GET", "/_postgres/healthy");
    assertOk(answer);
    assertThat(Answers.millisecondsWaited(answer))
        .as("where those that are mute are waited for until they give up")
        .isLessThan(20_000);
  }
}
