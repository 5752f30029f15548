package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Three nodes with one PostgreSQL and its standby, while nodes are killed, the database crashes or
 * its standby takes over, and connections are cut: what clients are answered must be linearizable
 * for each key, and a wait that is signalled in time must be released. A minute, or longer: {@code
 * mvn verify -Dit.test=ClusterIT -Dcluster.minutes=10}. The counts are in target/cluster.txt.
 */
class ClusterIT {
  private static final double MINUTES =
      Double.parseDouble(System.getProperty("cluster.minutes", "1"));

  private static final int NODES = 3;
  private static final int CLIENTS = 12;
  private static final int KEYS = 4;

  /** Operations of one key, before the next one takes its place. */
  private static final int PER_KEY = 30;

  private static final long UNKNOWN = Long.MAX_VALUE;

  /** How long after a fault everything may still be slow. */
  private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(12);

  /** How long before its deadline a wait must have been signalled to be expected to end. */
  private static final long IN_TIME_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long after its request a wait is certainly held. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A key of its time, with what was done. */
  private record Key(String path, KeyHistory history, Queue<Long> puts, AtomicInteger begun) {
    Key(String path) {
      this(path, new KeyHistory(), new ConcurrentLinkedQueue<>(), new AtomicInteger());
    }
  }

  /** A wait that timed out, although the key may have been signalled in time. */
  private record TimedOut(Key key, long start, long deadline) {}

  private record Span(long start, long end) {}

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final Queue<Key> keys = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Key> current = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<TimedOut> timedOut = new ConcurrentLinkedQueue<>();
  private final Queue<Span> faults = new ConcurrentLinkedQueue<>();
  private final List<Integer> ports = new ArrayList<>();

  /** For each node, its ways to both databases. */
  private final List<List<NetworkRelay>> networks = new ArrayList<>();

  private final StandaloneContainer[] nodes = new StandaloneContainer[NODES];

  private void count(String what) {
    counts.computeIfAbsent(what, w -> new LongAdder()).increment();
  }

  private void startNode(int node) throws Exception {
    String hosts =
        networks.get(node).stream()
            .map(network -> "127.0.0.1:" + network.port())
            .collect(Collectors.joining(","));
    String url = "postgres://postgres@" + hosts + "/postgres?sslmode=disable";
    nodes[node] = StandaloneContainer.startAt(ports.get(node), "--storeURL=" + url);
  }

  /** Cuts or silences the connections of a node for a while. */
  private void disturb(int node, NetworkRelay.Network state, Random random)
      throws InterruptedException {
    networks.get(node).forEach(network -> network.become(state));
    TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
    networks.get(node).forEach(network -> network.become(NetworkRelay.Network.OPEN));
  }

  /** The key that clients use in place of this number, until it has had enough operations. */
  private Key key(int number) {
    return current.compute(
        number,
        (same, key) -> {
          if (key != null && key.begun().incrementAndGet() <= PER_KEY) {
            return key;
          }
          Key next = new Key("/key" + made.incrementAndGet());
          next.begun().incrementAndGet();
          keys.add(next);
          return next;
        });
  }

  private void work(int number, long seed, long endNanos) throws Exception {
    Random random = new Random(seed + number);
    Client[] clients = new Client[NODES];
    for (int i = 0; i < NODES; i++) {
      clients[i] = new Client(URI.create("http://127.0.0.1:" + ports.get(i) + "/"));
    }
    for (int i = 0; System.nanoTime() < endNanos; i++) {
      Client client = clients[random.nextInt(NODES)];
      int which = random.nextInt(2 * KEYS);
      Key key = key(which);
      String unique = number + "-" + i;
      boolean ofCounts = which >= KEYS;
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          if (ofCounts) {
            arrive(client, key, "id" + random.nextInt(6));
          } else {
            put(client, key, unique);
          }
        }
        case 3 -> delete(client, key);
        case 4, 5 -> look(client, key, ofCounts, "?timeout=0", 0);
        default -> {
          int millis = ofCounts ? 0 : 200 + random.nextInt(5_000);
          look(client, key, ofCounts, "?timeout=" + millis + "ms", millis);
        }
      }
    }
  }

  private interface Request {
    HttpResponse<String> send() throws IOException, InterruptedException;
  }

  private interface Noted {
    void note(long start, long end);
  }

  /** Sends a change, and notes when it may have taken effect. */
  private boolean change(String what, Request request, Noted noted) throws Exception {
    long start = System.nanoTime();
    HttpResponse<String> answer;
    try {
      answer = request.send();
    } catch (IOException e) {
      noted.note(start, UNKNOWN);
      count(what + " broken off");
      return false;
    }
    long end = System.nanoTime();
    if (answer.statusCode() == 200) {
      noted.note(start, end);
      count(what);
      return true;
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    if (answer.body().contains("nothing was recorded")) {
      count(what + " refused");
    } else {
      noted.note(start, UNKNOWN);
      count(what + " unknown");
    }
    return false;
  }

  private void put(Client client, Key key, String value) throws Exception {
    byte[] body = value.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    if (change(
        "PUT",
        () -> client.send("PUT", key.path(), body, "text/plain"),
        (start, end) -> key.history().put(value, start, end))) {
      key.puts().add(System.nanoTime());
    }
  }

  private void arrive(Client client, Key key, String id) throws Exception {
    change(
        "POST",
        () -> client.send("POST", key.path() + "?id=" + id),
        (start, end) -> key.history().arrive(id, start, end));
  }

  private void delete(Client client, Key key) throws Exception {
    change(
        "DELETE",
        () -> client.send("DELETE", key.path()),
        (start, end) -> key.history().delete(start, end));
  }

  private void look(Client client, Key key, boolean ofCounts, String query, int millis)
      throws Exception {
    long start = System.nanoTime();
    String path = key.path() + query + (ofCounts ? "&count=3" : "");
    HttpResponse<String> answer;
    try {
      answer = client.send("GET", path);
    } catch (IOException e) {
      count("GET broken off");
      return;
    }
    long end = System.nanoTime();
    JsonNode body = Client.json(answer);
    switch (answer.statusCode()) {
      case 200 -> {
        count(millis == 0 ? "look" : "wait released");
        if (ofCounts) {
          key.history().count(3, UNKNOWN, start, end);
        } else {
          key.history().look(body.get("value").stringValue(), start, end);
        }
      }
      case 404 -> {
        count(millis == 0 ? "look that found nothing" : "wait timed out");
        if (ofCounts) {
          long arrivals = body.at("/missing/0/arrivals").longValue();
          key.history().count(arrivals, arrivals, start, end);
        } else {
          key.history().look(null, start, end);
          timedOut.add(new TimedOut(key, start, start + TimeUnit.MILLISECONDS.toNanos(millis)));
        }
      }
      case 410 -> {
        count("wait reset");
        key.history().look(null, start, end);
      }
      case 503 -> count("GET refused");
      default -> throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  /** One fault after the other, each followed by a time without. */
  private void breakThings(Random random, long endNanos, ReplicatedPostgres database)
      throws Exception {
    while (System.nanoTime() < endNanos) {
      long start = System.nanoTime();
      int node = random.nextInt(NODES);
      switch (random.nextInt(5)) {
        case 0 -> {
          count("fault: node killed");
          nodes[node].kill();
          startNode(node);
        }
        case 1 -> {
          count("fault: database crashed");
          database.crash();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
          database.startPrimary();
        }
        case 2 -> {
          count("fault: connections cut");
          disturb(node, NetworkRelay.Network.CUT, random);
        }
        case 3 -> {
          count("fault: failover");
          database.awaitStandby();
          database.crash();
          database.promote();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
          database.addStandby();
        }
        default -> {
          count("fault: packets swallowed");
          disturb(node, NetworkRelay.Network.SWALLOWING, random);
        }
      }
      faults.add(new Span(start, System.nanoTime() + RECOVERY_NANOS));
      TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2_500));
    }
  }

  /** A wait that was signalled in time, while nothing was broken, must not have timed out. */
  private List<TimedOut> missed() {
    List<TimedOut> missed = new ArrayList<>();
    for (TimedOut each : timedOut) {
      boolean signalled =
          each.key().puts().stream()
              .anyMatch(
                  at -> at > each.start() + HELD_NANOS && at < each.deadline() - IN_TIME_NANOS);
      boolean broken =
          faults.stream()
              .anyMatch(fault -> fault.start() < each.deadline() && fault.end() > each.start());
      if (signalled && !broken) {
        missed.add(each);
      }
    }
    return missed;
  }

  @Test
  void whatClientsAreAnsweredIsLinearizable(@TempDir Path directory) throws Exception {
    long seed = System.nanoTime();
    ReplicatedPostgres database = ReplicatedPostgres.start(directory);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (int i = 0; i < NODES; i++) {
        networks.add(
            List.of(
                new NetworkRelay(database.ports().get(0)),
                new NetworkRelay(database.ports().get(1))));
        ports.add(Loopback.freePort());
        startNode(i);
      }
      long end = System.nanoTime() + (long) (MINUTES * TimeUnit.MINUTES.toNanos(1));
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        working.add(
            clients.submit(
                () -> {
                  work(number, seed, end);
                  return null;
                }));
      }
      breakThings(new Random(seed), end, database);
      for (Future<?> each : working) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
      for (StandaloneContainer node : nodes) {
        if (node != null) {
          node.close();
        }
      }
      for (List<NetworkRelay> ofNode : networks) {
        for (NetworkRelay network : ofNode) {
          network.close();
        }
      }
      database.close();
    }
    String result = "seed " + seed + "\nkeys " + keys.size() + "\n" + counts;
    Files.writeString(Path.of("target/cluster.txt"), result + "\n");
    for (Key key : keys) {
      assertThat(key.history().isLinearizable())
          .as(result + "\n" + key.path() + "\n" + key.history())
          .isTrue();
    }
    assertThat(missed()).as(result).isEmpty();
  }
}
