package io.github.webrendezvous.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Limits;
import io.github.webrendezvous.rendezvous.OwnSignals;
import io.github.webrendezvous.rendezvous.Recording;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Replica;
import io.github.webrendezvous.rendezvous.SavedLatch;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.rendezvous.SystemClock;
import io.github.webrendezvous.rendezvous.Value;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.settings.PostgresUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.Driver;

/** Nodes in one process with one PostgreSQL, compared with signals in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedSignalsTest {
  private static final Caller CALLER = new Caller("test");
  private static final int KEYS = 8;

  private EmbeddedPostgres server;
  private int databases;
  private PostgresUrl url;
  private final SystemClock clock = new SystemClock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Node> nodes = new ArrayList<>();

  /** One node. */
  private final class Node {
    final Replica replica;
    final Registry registry;
    final PostgresSignals signals;
    final ExecutorService started = Executors.newCachedThreadPool();

    Node(int mostKeys) throws NewerSchemaException {
      replica = new Replica(clock, mostKeys, 1_000_000);
      registry =
          new Registry(
              clock,
              new Journal(clock, 1_000),
              threads,
              4,
              new Limits(1_000, 1_000, 10, 1_000_000),
              replica);
      signals =
          new PostgresSignals(
              new PostgresSignals.Configuration(
                  url, url, Duration.ofSeconds(20), mostKeys, 1_000_000),
              new Driver(),
              "node" + nodes.size(),
              registry,
              replica,
              clock);
      signals.start(started);
      nodes.add(this);
    }

    void catchUp() throws Exception {
      signals.current(Duration.ofSeconds(20)).get(60, TimeUnit.SECONDS);
    }

    Set<SavedLatch> latches() {
      return new HashSet<>(replica.saved());
    }
  }

  @BeforeAll
  void startTheServer() throws IOException, SQLException {
    if (!Driver.isRegistered()) { // Another test in this process has deregistered it.
      Driver.register();
    }
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  void stopTheServer() throws IOException {
    if (server != null) {
      server.close();
    }
    clock.close();
    threads.shutdownNow();
  }

  @BeforeEach
  void makeADatabase() throws SQLException {
    String name = "shared" + databases++;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    url =
        PostgresUrl.parse(
            "postgres://postgres@127.0.0.1:" + server.getPort() + "/" + name + "?sslmode=disable");
  }

  @AfterEach
  void endTheNodes() {
    nodes.forEach(node -> node.signals.close());
    nodes.forEach(node -> node.started.shutdown());
    nodes.clear();
  }

  private Connection connect() throws SQLException {
    return new Database(new Driver(), url).connect();
  }

  private void trim() throws SQLException {
    trim(Duration.ZERO);
  }

  private void trim(Duration kept) throws SQLException {
    try (Connection connection = connect()) {
      Trimming trimming = new Trimming(() -> new Replica(clock, 1_000, 1_000_000), 20);
      boolean more = true;
      while (more) {
        more = trimming.trim(connection, kept, 3);
      }
    }
  }

  private long rows() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT count(*) FROM rendezvous_log")) {
      found.next();
      return found.getLong(1);
    }
  }

  private static Key key(Random random) {
    return new Key("/run" + random.nextInt(2) + "/key" + random.nextInt(KEYS));
  }

  private static Signal signal(Random random) {
    String id = random.nextInt(3) == 0 ? null : "id" + random.nextInt(5);
    byte[] bytes = ("value" + random.nextInt(1_000)).getBytes(StandardCharsets.UTF_8);
    Value value =
        random.nextBoolean() ? null : new Value(bytes, random.nextBoolean() ? "text/plain" : null);
    return new Signal(
        random.nextInt(5) == 0, random.nextBoolean(), id, value, null, random.nextInt(6) == 0);
  }

  /** Does the same thing, chosen by the seed, with any signals. */
  private static void change(Signals signals, long seed) throws Exception {
    Random random = new Random(seed);
    CompletableFuture<?> done =
        switch (random.nextInt(12)) {
          case 0 -> signals.reset(key(random), CALLER);
          case 1 -> signals.resetAll("/run" + random.nextInt(2), CALLER);
          default -> signals.record(key(random), signal(random), CALLER);
        };
    Object unused = done.get(60, TimeUnit.SECONDS);
  }

  private static String outcome(Registry registry, Key key, int count) {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    registry
        .await(new Condition.Signalled(key, count), Duration.ZERO, CALLER)
        .whenSettled((wait, how) -> outcome.complete(String.valueOf(how)));
    return outcome.join();
  }

  private static void assertSame(Registry expected, Registry actual, long seed) {
    for (int run = 0; run < 2; run++) {
      for (int i = 0; i < KEYS; i++) {
        Key key = new Key("/run" + run + "/key" + i);
        for (int count = 1; count < 6; count++) {
          assertThat(outcome(actual, key, count))
              .as("seed %d, %s, count %d", seed, key, count)
              .isEqualTo(outcome(expected, key, count));
        }
      }
    }
  }

  @Test
  void theServerPreparesStatementsThatAreUsedOften() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      Schema.create(connection);
      for (int i = 0; i < 10; i++) {
        assertThat(Log.from(0, connection).rows()).isEmpty();
      }
      try (ResultSet prepared =
          statement.executeQuery(
              "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%rendezvous_log%'")) {
        prepared.next();
        assertThat(prepared.getInt(1)).isOne();
      }
    }
  }

  @Test
  void everyNodeKnowsWhatOneProcessWouldKnow() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Registry memory =
        new Registry(
            clock, new Journal(clock, 1_000), threads, 4, new Limits(1_000, 1_000, 10, 1_000_000));
    OwnSignals own = new OwnSignals(memory);
    Node one = new Node(1_000);
    Node two = new Node(1_000);
    for (int i = 0; i < 300; i++) {
      long each = random.nextLong();
      change(random.nextBoolean() ? one.signals : two.signals, each);
      change(own, each);
      if (i % 50 == 49) {
        trim();
        assertThat(rows()).as("rows after trimming, seed " + seed).isLessThanOrEqualTo(3);
      }
    }
    Node fresh = new Node(1_000);
    for (Node node : List.of(one, two, fresh)) {
      node.catchUp();
      assertThat(node.latches()).as("seed " + seed).isEqualTo(one.latches());
      assertSame(memory, node.registry, seed);
    }
  }

  /** More rows than are read at once, and a node that has missed those that were trimmed. */
  @Test
  void aNodeThatWasAwayLoadsEverything() throws Exception {
    Node one = new Node(5_000);
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      all.add(one.signals.record(new Key("/key" + i), Signal.ok(), CALLER));
    }
    for (CompletableFuture<?> each : all) {
      Object unused = each.get(60, TimeUnit.SECONDS);
    }
    Node two = new Node(5_000);
    two.catchUp();
    assertThat(two.latches()).hasSize(2_500).isEqualTo(one.latches());
    trim();
    Node three = new Node(5_000);
    three.catchUp();
    assertThat(three.latches()).isEqualTo(one.latches());
  }

  /** The first rows are from a time at which the database's clock was ahead. */
  @Test
  void rowsThatAreNotOldStay() throws Exception {
    Node one = new Node(1_000);
    for (int i = 0; i < 100; i++) {
      change(one.signals, i);
    }
    long all = rows();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE rendezvous_log SET at_micros =
            at_micros + CASE WHEN revision <= 10 THEN 86400000000 ELSE -3600000000 END
          WHERE revision <= 60
          """);
    }
    trim(Duration.ofMinutes(10));
    assertThat(rows()).isEqualTo(all - 60);
    trim();
    assertThat(rows()).isEqualTo(3);
    Node two = new Node(1_000);
    two.catchUp();
    assertThat(two.latches()).isEqualTo(one.latches());
  }

  @Test
  void theOldestKeysWithoutWaitsAreForgotten() throws Exception {
    Node one = new Node(10);
    Node two = new Node(10);
    Wait kept =
        one.registry.await(
            new Condition.Signalled(new Key("/kept"), 2), Duration.ofMinutes(1), CALLER);
    Object first =
        one.signals
            .record(new Key("/kept"), new Signal(false, true, "a", null, null), CALLER)
            .get(60, TimeUnit.SECONDS);
    for (int i = 0; i < 50; i++) {
      first =
          one.signals.record(new Key("/key" + i), Signal.ok(), CALLER).get(60, TimeUnit.SECONDS);
    }
    assertThat(first).isNotNull();
    two.catchUp();
    assertThat(two.latches()).hasSizeLessThanOrEqualTo(10).isEqualTo(one.latches());
    assertThat(two.latches().stream().map(latch -> latch.key().name()))
        .contains("/kept", "/key49")
        .doesNotContain("/key0");
    assertThat(kept.outcome()).isNull();
  }

  /** At a shutdown, threads are interrupted only if they do not end in time. */
  @Test
  void theThreadsEndWithoutAnInterrupt() throws Exception {
    Node one = new Node(10);
    one.catchUp();
    one.signals.close();
    one.started.shutdown();
    assertThat(one.started.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(one.signals.record(new Key("/late"), Signal.ok(), CALLER))
        .isCompletedExceptionally();
  }

  /** A defect, or a lack of memory, while a node holds the lock to write. */
  @Test
  void anErrorWithinATransactionEndsItsConnection() throws Exception {
    Node one = new Node(10);
    Key key = new Key("/a");
    assertThat(one.signals.record(key, Signal.ok(), CALLER)).succeedsWithin(Duration.ofSeconds(60));
    int before = writer();
    @SuppressWarnings("NullAway") // It has no bytes that could be inserted.
    Caller breaks = new Caller(null);
    assertThat(one.signals.record(key, Signal.ok(), breaks)).failsWithin(Duration.ofSeconds(60));
    assertThat(one.signals.record(key, Signal.ok(), CALLER)).succeedsWithin(Duration.ofSeconds(60));
    assertThat(writer()).isNotEqualTo(before);
  }

  /** The server's process for the connection that has committed last. */
  private int writer() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT pid FROM pg_stat_activity
                WHERE datname = current_database() AND query ~ '^\\s*COMMIT'
                ORDER BY state_change DESC
                """)) {
      assertThat(found.next()).isTrue();
      return found.getInt(1);
    }
  }

  /** A client may send the next signal as soon as it has the response. */
  @Test
  void theRoomOfASignalIsFreeWhenItIsAnswered() throws Exception {
    Node one = new Node(10);
    Signal large = new Signal(false, false, null, new Value(new byte[1_000_000], null), null);
    Key key = new Key("/large");
    CompletableFuture<Recording> last = one.signals.record(key, large, CALLER);
    for (int i = 0; i < 5; i++) {
      last = last.thenCompose(before -> one.signals.record(key, large, CALLER));
    }
    assertThat(last.get(60, TimeUnit.SECONDS)).isInstanceOf(Recording.Recorded.class);
  }

  @Test
  void aSignalThatExpiresIsForgottenEverywhere() throws Exception {
    Node one = new Node(10);
    Node two = new Node(10);
    Signal brief = new Signal(false, true, "a", null, Duration.ofMillis(300));
    Object unused = one.signals.record(new Key("/brief"), brief, CALLER).get(60, TimeUnit.SECONDS);
    two.catchUp();
    Key key = new Key("/brief");
    while (outcome(two.registry, key, 1).contains("Released")) {
      Thread.onSpinWait();
    }
    // An arrival after the end begins a new count.
    unused =
        two.signals
            .record(key, new Signal(false, true, "b", null, null), CALLER)
            .get(60, TimeUnit.SECONDS);
    for (Node node : List.of(one, two, new Node(10))) {
      node.catchUp();
      assertThat(outcome(node.registry, key, 1)).contains("Released");
      assertThat(outcome(node.registry, key, 2)).contains("TimedOut");
    }
    assertThat(unused).isNotNull();
  }
}
