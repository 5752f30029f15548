package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that share signals, as this node knows them. Immutable.
 *
 * @param node the name of this node
 * @param nodes all of them, this one included, in the order of their names
 * @param revision the newest change that this node has applied
 * @param answeredAgo how long ago the store has answered this node
 * @param problem why the store does not answer; null while it does
 */
public record Cluster(
    String node, List<Node> nodes, long revision, Duration answeredAgo, @Nullable String problem) {
  public Cluster {
    nodes = List.copyOf(nodes);
  }

  /**
   * A node.
   *
   * @param waits how many waits it held when it was seen
   * @param seenAgo how long ago that was
   */
  public record Node(String name, long waits, Duration seenAgo) {}
}
