package io.github.webrendezvous.stream;

import io.github.webrendezvous.rendezvous.Cluster;
import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.view.WaitTrees;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The status of all keys, targets and waits as JSON. Thread-safe.
 *
 * @param cluster the nodes that share signals; supplies null if there is only this one
 */
public record StatusJson(Registry registry, Supplier<@Nullable Cluster> cluster) {
  /** The most waits that are listed one by one. */
  private static final int WAITS_LISTED = 1_000;

  /** Writes the members. */
  public void write(JsonGenerator json) {
    List<KeyStatus> statuses = registry.statuses();
    statuses.sort(Comparator.comparing(KeyStatus::path));
    paths(json, "waiting_and_failed", statuses, KeyStatus::isWaitingOrFailed);
    paths(json, "marked", statuses, status -> status.readySince() != null);
    writeWaits(new WaitTrees(registry, statuses), json);
    Cluster nodes = cluster.get();
    if (nodes != null) {
      write(nodes, json);
    }
  }

  private static void paths(
      JsonGenerator json, String name, List<KeyStatus> statuses, Predicate<KeyStatus> which) {
    json.writeArrayPropertyStart(name);
    statuses.stream().filter(which).map(KeyStatus::path).forEach(json::writeString);
    json.writeEndArray();
  }

  private static void writeWaits(WaitTrees trees, JsonGenerator json) {
    List<Wait> waits = trees.waits();
    json.writeArrayPropertyStart("waits");
    for (Wait wait : waits.subList(0, Math.min(WAITS_LISTED, waits.size()))) {
      json.writeStartObject();
      json.writeStringProperty("caller", wait.caller().name());
      json.writeStringProperty("condition", wait.condition().path());
      json.writeStringProperty("reason", trees.alone(wait).reason());
      json.writeStringProperty("since", wait.since().toString());
      json.writeNumberProperty("left", Math.max(0, wait.left().toMillis()) / 1_000.0);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (waits.size() > WAITS_LISTED) {
      json.writeNumberProperty("waits_left_out", waits.size() - WAITS_LISTED);
    }
  }

  private static void write(Cluster cluster, JsonGenerator json) {
    json.writeStringProperty("node", cluster.node());
    json.writeArrayPropertyStart("nodes");
    for (Cluster.Node node : cluster.nodes()) {
      json.writeStartObject();
      json.writeStringProperty("name", node.name());
      json.writeNumberProperty("waits", node.waits());
      json.writeNumberProperty("seen_ago", seconds(node.seenAgo()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("store_answered_ago", seconds(cluster.answeredAgo()));
    if (cluster.problem() != null) {
      json.writeStringProperty("store_problem", cluster.problem());
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
