package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Waits of which each waits for a key that the caller of the next will signal, and the last for a
 * key that the caller of the first will signal: none of them can ever be released. Immutable.
 *
 * @param links at least one
 */
public record Cycle(List<Link> links) {
  /**
   * One of the waits.
   *
   * @param caller who waits
   * @param key that it waits for, and that the caller of the next link will signal
   */
  public record Link(String caller, String key) {}

  public Cycle {
    links = List.copyOf(links);
  }

  /** The same cycle, beginning with another of its links. */
  Cycle from(int first) {
    List<Link> rotated = new ArrayList<>(links.subList(first, links.size()));
    rotated.addAll(links.subList(0, first));
    return new Cycle(rotated);
  }

  /** The callers in their order; the first is also the last. */
  public List<String> callers() {
    List<String> callers = new ArrayList<>(links.stream().map(Link::caller).toList());
    callers.add(callers.get(0));
    return callers;
  }

  /** {@code app → migration → app: app waits for /migrated, which migration will signal; …}. */
  public String inWords() {
    List<String> callers = callers();
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      reasons.add(
          link.caller()
              + " waits for "
              + link.key()
              + ", which "
              + callers.get(i + 1)
              + " will signal");
    }
    return callers.stream().collect(Collectors.joining(" → ")) + ": " + String.join("; ", reasons);
  }
}
