package io.github.webrendezvous.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Cluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One row for each node, which it writes every few seconds. Each beat also sends a notification: a
 * listener that does not get it has no working LISTEN. Thread-safe.
 */
final class Nodes {
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final String BEAT =
      """
      INSERT INTO rendezvous_nodes (node, started_micros, seen_micros, waits)
      VALUES (?, %1$s, %1$s, ?)
      ON CONFLICT (node) DO UPDATE SET seen_micros = excluded.seen_micros, waits = excluded.waits
      """
          .formatted(Log.NOW_MICROS);

  private static final String FORGET =
      "DELETE FROM rendezvous_nodes WHERE seen_micros < " + Log.NOW_MICROS + " - 60000000";

  private static final String ALL =
      "SELECT node, waits, %s - seen_micros FROM rendezvous_nodes ORDER BY node"
          .formatted(Log.NOW_MICROS);

  /** A node as it was at a beat of this one. */
  private record Seen(String name, long waits, Duration age) {}

  private final String own;
  private final LongSupplier waits;

  @GuardedBy("this")
  private long lastNanos;

  @GuardedBy("this")
  private boolean hasBeaten;

  @GuardedBy("this")
  private List<Seen> seen = List.of();

  Nodes(String own, LongSupplier waits) {
    this.own = own;
    this.waits = waits;
  }

  /** Writes the row of this node, if that is due, and reads those of the others. */
  void beat(Connection connection, long nowNanos) throws SQLException {
    synchronized (this) {
      if (hasBeaten && nowNanos - lastNanos < BEAT_NANOS) {
        return;
      }
      hasBeaten = true;
      lastNanos = nowNanos;
    }
    try (PreparedStatement beat = connection.prepareStatement(BEAT);
        Statement statement = connection.createStatement()) {
      beat.setString(1, own);
      beat.setInt(2, (int) waits.getAsLong());
      beat.executeUpdate();
      statement.execute(FORGET);
      statement.execute("SELECT pg_notify('" + Log.CHANNEL + "', '')");
      List<Seen> nodes = new ArrayList<>();
      try (ResultSet found = statement.executeQuery(ALL)) {
        while (found.next()) {
          nodes.add(
              new Seen(
                  found.getString(1),
                  found.getLong(2),
                  Duration.of(found.getLong(3), ChronoUnit.MICROS)));
        }
      }
      synchronized (this) {
        seen = nodes;
      }
    }
  }

  String own() {
    return own;
  }

  /** All nodes; how long ago they were seen by this time of the clock. */
  synchronized List<Cluster.Node> known(long nowNanos) {
    Duration sinceBeat = Duration.ofNanos(nowNanos - lastNanos);
    return seen.stream()
        .map(
            node ->
                node.name().equals(own)
                    ? new Cluster.Node(own, waits.getAsLong(), Duration.ZERO)
                    : new Cluster.Node(node.name(), node.waits(), node.age().plus(sinceBeat)))
        .toList();
  }
}
