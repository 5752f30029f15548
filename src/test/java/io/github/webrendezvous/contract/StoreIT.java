package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Two nodes with one store, and what can happen to the store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreIT {
  private static final String LOCK_TO_WRITE =
      "SELECT pg_advisory_xact_lock(hashtextextended('web-rendezvous ' || current_schema(), 1))";

  private PostgresServer server;
  private StoreDatabases databases;
  private String url;
  private NetworkRelay network;
  private StandaloneContainer one;
  private StandaloneContainer two;
  private Client first;
  private Client second;

  @BeforeAll
  void startTheServer() throws Exception {
    server = PostgresServer.embedded();
    databases = new StoreDatabases(server);
  }

  @AfterAll
  void stopTheServer() {
    databases.close();
  }

  /** The second node reaches the database through a network that can be cut. */
  @BeforeEach
  void startTheNodes() throws Exception {
    url = databases.url();
    network = new NetworkRelay(server.port());
    one = start(url);
    two = start(url.replace(":" + server.port() + "/", ":" + network.port() + "/"));
    first = new Client(one.uri("/"));
    second = new Client(two.uri("/"));
  }

  @AfterEach
  void stopTheNodes() throws Exception {
    one.close();
    two.close();
    network.close();
  }

  private static StandaloneContainer start(String storeUrl) throws Exception {
    return StandaloneContainer.start(Map.of("storeURL", storeUrl, "storeTimeout", "2"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
            .formatted(server.port(), url.replaceAll(".*/|\\?.*", "")));
  }

  @Test
  void aSignalOfOneNodeReleasesTheWaitsOfAll() throws Exception {
    CompletableFuture<HttpResponse<String>> here = first.park("GET", "/abc", "/abc");
    CompletableFuture<HttpResponse<String>> there = second.park("GET", "/abc", "/abc");
    byte[] value = "5432".getBytes(StandardCharsets.UTF_8);
    assertOk(first.send("PUT", "/abc", value, "text/plain"));
    for (CompletableFuture<HttpResponse<String>> each : List.of(here, there)) {
      assertThat(answered(each).body()).contains("\"value\":\"5432\"");
    }
    assertThat(second.send("GET", "/abc?timeout=0").body()).contains("5432");
    assertOk(second.send("DELETE", "/abc"));
    assertError(first.send("GET", "/abc?timeout=0"), 404, "Timeout");
  }

  @Test
  void pageStatusAndMetricsShowTheNodes() throws Exception {
    JsonNode status = Client.json(first.send("GET", "/"));
    while (status.get("nodes").size() < 2) {
      status = Client.json(first.send("GET", "/"));
    }
    String own = status.get("node").stringValue();
    assertThat(status.get("nodes").valueStream().map(node -> node.get("name").stringValue()))
        .contains(own, Client.json(second.send("GET", "/")).get("node").stringValue());
    assertThat(status.get("store_answered_ago").doubleValue()).isLessThan(60);
    assertThat(first.get("/", "text/html").body())
        .contains("<h2 id=\"nodes\">Nodes", own, "The store answered", "sent this page");
    assertOk(first.send("PUT", "/abc"));
    assertOk(second.send("GET", "/abc"));
    for (Client client : List.of(first, second)) {
      assertThat(client.send("GET", "/_metrics").body())
          .contains(
              "\nrendezvous_store_up 1.0\n",
              "\nrendezvous_store_revision 1.0\n",
              "\nrendezvous_nodes ");
    }
  }

  @Test
  void resetsFailuresAndCountsAreShared() throws Exception {
    CompletableFuture<HttpResponse<String>> counting =
        second.park("GET", "/run/all?count=3", "/run/all");
    CompletableFuture<HttpResponse<String>> failing = second.park("GET", "/run/f", "/run/f");
    CompletableFuture<HttpResponse<String>> reset = second.park("GET", "/run/r", "/run/r");
    for (String id : new String[] {"a", "a", "b", "c"}) {
      assertOk(first.send("POST", "/run/all?id=" + id));
    }
    assertOk(answered(counting));
    byte[] reason = "no disk".getBytes(StandardCharsets.UTF_8);
    assertOk(first.send("PUT", "/run/f?status=failed", reason, "text/plain"));
    assertThat(answered(failing).body()).contains("\"reason\":\"no disk\"");
    assertThat(first.send("DELETE", "/run/*").body()).contains("\"keys\":2");
    assertError(answered(reset), 410, "Reset");
    // The page of another node is current as soon as a wait has begun there.
    assertError(second.send("GET", "/run/all?timeout=0"), 404, "Timeout");
    assertThat(second.marked()).isEmpty();
    Map<String, String> once = Map.of("If-None-Match", "*");
    assertOk(first.send("PUT", "/once", once));
    assertError(second.send("PUT", "/once", once), 412, "Signalled before");
  }

  @Test
  void aNodeThatStartsKnowsEverySignal() throws Exception {
    byte[] value = "v\u0000\u00e4".getBytes(StandardCharsets.UTF_8);
    assertOk(first.send("PUT", "/value", value, "application/octet-stream"));
    assertOk(first.send("POST", "/count?id=%C3%A4%22"));
    assertOk(first.send("POST", "/count"));
    assertOk(first.send("PUT", "/bad?status=failed", new byte[] {'x'}, "text/plain"));
    assertOk(first.send("PUT", "/short?ttl=1ms"));
    try (StandaloneContainer third = start(url)) {
      Client client = new Client(third.uri("/"));
      assertThat(client.send("GET", "/value?timeout=0&raw").body()).isEqualTo("v\u0000\u00e4");
      assertOk(client.send("GET", "/count?count=2&timeout=0"));
      assertThat(client.send("GET", "/count?count=3&timeout=0").body())
          .contains("\"arrivals\":2", "[\"\u00e4\\\"\"]");
      assertThat(client.send("GET", "/bad?timeout=0").body()).contains("\"reason\":\"x\"");
      assertError(client.send("GET", "/short?timeout=0"), 404, "Timeout");
      assertThat(client.marked()).containsExactlyInAnyOrder("/value", "/count");
    }
  }

  @Test
  void whileTheDatabaseIsAwayWaitsAreHeldAndSignalsRefused() throws Exception {
    CompletableFuture<HttpResponse<String>> held = second.park("GET", "/abc?timeout=60", "/abc");
    network.become(NetworkRelay.Network.CUT);
    HttpResponse<String> refused = second.send("PUT", "/other");
    assertError(refused, 503, "The store has not answered within 2 s");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertError(second.send("GET", "/abc?timeout=0"), 503, "it is not known what is signalled");
    CompletableFuture<HttpResponse<String>> late = second.begin("GET", "/abc?timeout=60");
    assertThat(held).isNotDone();
    String open = "/_port/127.0.0.1/" + server.port();
    assertOk(second.send("GET", open));
    assertThat(second.send("GET", "/_health/ready").statusCode()).isEqualTo(200);
    assertOk(first.send("PUT", "/abc"));
    network.become(NetworkRelay.Network.OPEN);
    assertOk(answered(held));
    assertOk(answered(late));
    assertThat(two.awaitLog("does not answer")).contains("WARNING");
    assertThat(two.awaitLog("answers again")).doesNotContain("postgres@");
  }

  @Test
  void aNodeThatEndsDoesNotBlameTheDatabase() throws Exception {
    StandaloneContainer third = start(url);
    assertOk(new Client(third.uri("/")).send("PUT", "/abc"));
    third.close();
    assertThat(third.log()).noneMatch(line -> line.contains("WARNING"));
  }

  @Test
  void aNodeThatStartsBeforeTheDatabaseWaitsForIt() throws Exception {
    network.become(NetworkRelay.Network.CUT);
    try (StandaloneContainer third =
        start(url.replace(":" + server.port() + "/", ":" + network.port() + "/"))) {
      Client client = new Client(third.uri("/"));
      assertThat(client.get("/", "text/html").statusCode()).isEqualTo(200);
      CompletableFuture<HttpResponse<String>> early = client.begin("GET", "/abc?timeout=60");
      assertOk(first.send("PUT", "/abc"));
      network.become(NetworkRelay.Network.OPEN);
      assertOk(answered(early));
    }
  }

  /** Packets that are lost without an error, as behind a firewall that forgets connections. */
  @Test
  void silenceIsNoticed() throws Exception {
    CompletableFuture<HttpResponse<String>> held = second.park("GET", "/abc?timeout=60", "/abc");
    network.become(NetworkRelay.Network.SWALLOWING);
    assertError(second.send("PUT", "/other"), 503, "not known whether this was recorded");
    assertOk(first.send("PUT", "/abc"));
    network.become(NetworkRelay.Network.OPEN);
    assertOk(answered(held));
  }

  /** The connection breaks while the database commits, and the commit ends afterwards. */
  @Test
  void aCommitThatOutlivesItsConnectionIsNotRepeated() throws Exception {
    execute(
        """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON rendezvous_log
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()
        """);
    String through = url.replace(":" + server.port() + "/", ":" + network.port() + "/");
    Map<String, String> patient = Map.of("storeURL", through, "storeTimeout", "60");
    try (StandaloneContainer third = StandaloneContainer.start(patient);
        Connection slow = connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(77)");
      Client client = new Client(third.uri("/"));
      CompletableFuture<HttpResponse<String>> post = client.begin("POST", "/count");
      awaitWaitingForLocks(1);
      network.become(NetworkRelay.Network.CUT);
      network.become(NetworkRelay.Network.OPEN);
      awaitWaitingForLocks(2);
      slow.commit();
      assertOk(answered(post));
      assertThat(client.send("GET", "/count?count=2&timeout=0").body()).contains("\"arrivals\":1");
    }
  }

  private void awaitWaitingForLocks(int sessions) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      int waiting = 0;
      while (waiting < sessions) {
        try (ResultSet found =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_locks
                WHERE locktype = 'advisory' AND NOT granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """)) {
          found.next();
          waiting = found.getInt(1);
        }
      }
    }
  }

  /**
   * Two for each signal. A third one is allowed, for a reader that hears of a signal before the
   * writer does, and some for what a node does each second.
   */
  @Test
  void aSignalTakesTwoRoundTrips() throws Exception {
    int signals = 300;
    assertOk(second.send("PUT", "/before"));
    long before = network.sent();
    for (int i = 0; i < signals; i++) {
      assertOk(second.send("PUT", "/abc" + i));
    }
    assertThat(network.sent() - before).isBetween(2L * signals, 3L * signals + 100);
  }

  /** A row is not overtaken by one that commits before it. */
  @Test
  void aTransactionThatIsHeldOpenDelaysTheOthers() throws Exception {
    assertOk(first.send("PUT", "/before"));
    CompletableFuture<HttpResponse<String>> put;
    try (Connection open = connect();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute(LOCK_TO_WRITE);
      statement.execute(
          "INSERT INTO rendezvous_log SELECT revision + 1, 7, 0, '/held', caller, at_micros,"
              + " false FROM rendezvous_log ORDER BY revision DESC LIMIT 1");
      put = second.begin("PUT", "/after");
      assertError(first.send("GET", "/held?timeout=0"), 404, "Timeout");
      assertThat(put).isNotDone();
      open.commit();
    }
    assertOk(answered(put));
    assertOk(first.send("GET", "/held?timeout=0"));
    assertOk(first.send("GET", "/after?timeout=0"));
  }

  /** Fifty signals wait for one transaction, and the database accepts all but one of them. */
  @Test
  void aSignalThatTheDatabaseRefusesDoesNotStopOthers() throws Exception {
    execute("ALTER TABLE rendezvous_log ADD CONSTRAINT not_refused CHECK (name <> '/refused')");
    List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
    CompletableFuture<HttpResponse<String>> refused;
    try (Connection open = connect();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute(LOCK_TO_WRITE);
      accepted.add(first.begin("PUT", "/first"));
      refused = first.begin("PUT", "/refused");
      for (int i = 0; i < 50; i++) {
        accepted.add(first.begin("PUT", "/accepted-" + i));
      }
      open.commit();
    }
    for (CompletableFuture<HttpResponse<String>> each : accepted) {
      assertOk(answered(each));
    }
    assertError(answered(refused), 503, "The store refuses the signal", "not_refused");
    assertError(second.send("GET", "/refused?timeout=0"), 404, "Timeout");
    assertOk(first.send("PUT", "/later"));
    assertOk(second.send("GET", "/later?timeout=0"));
  }

  @Test
  void aDatabaseThatHasLostChangesIsBelieved() throws Exception {
    assertOk(first.send("PUT", "/kept"));
    assertOk(first.send("PUT", "/lost"));
    execute("DELETE FROM rendezvous_log WHERE name = '/lost'");
    CompletableFuture<HttpResponse<String>> parked = second.park("GET", "/new", "/new");
    // The same revision again, with another change.
    assertOk(first.send("PUT", "/new"));
    assertOk(answered(parked));
    for (Client client : List.of(first, second)) {
      assertOk(client.send("GET", "/kept?timeout=0"));
      assertError(client.send("GET", "/lost?timeout=0"), 404, "Timeout");
    }
  }

  @Test
  void withoutNotificationsEverythingIsSlowerAndRight() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = second.park("GET", "/abc", "/abc");
    execute(
        "INSERT INTO rendezvous_log (revision, tag, kind, name, caller, at_micros, arrival)"
            + " SELECT coalesce(max(revision), 0) + 1, 7, 0, '/abc', 'sql', 0, false"
            + " FROM rendezvous_log");
    assertOk(answered(parked));
  }

  @Test
  void theSharedLimitsHold() throws Exception {
    Map<String, String> few = Map.of("storeURL", url, "maxKeys", "10", "maxValueBytes", "65536");
    try (StandaloneContainer small = StandaloneContainer.start(few)) {
      Client client = new Client(small.uri("/"));
      for (int i = 0; i < 30; i++) {
        assertOk(client.send("PUT", "/key" + i));
      }
      assertThat(client.marked()).hasSizeLessThanOrEqualTo(10).contains("/key29");
      assertError(first.send("GET", "/key0?timeout=0"), 404, "Timeout");
      assertThat(first.marked()).hasSizeLessThanOrEqualTo(10).contains("/key29");
    }
  }

  @Test
  void aThousandWaitsOfANodeAreReleased() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waits.add(second.begin("GET", "/abc?timeout=60"));
    }
    second.awaitWaiting("/abc");
    assertOk(first.send("PUT", "/abc"));
    for (CompletableFuture<HttpResponse<String>> each : waits) {
      assertOk(answered(each));
    }
  }

  @Test
  void anOlderProgramDoesNotTouchNewerTables() throws Exception {
    execute("UPDATE rendezvous_version SET version = 2");
    Path base = Scratch.directory("standalone");
    List<String> command =
        StandaloneContainer.command(base, List.of("--port=0", "--storeURL=" + url));
    Shell.Typed typed = new Shell(base, 1).run(Map.of(), command.toArray(String[]::new));
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.output().lines()).hasSize(1);
    assertThat(typed.output()).contains("have version 2", "knows only version 1");
    execute("UPDATE rendezvous_version SET version = 1");
  }
}
