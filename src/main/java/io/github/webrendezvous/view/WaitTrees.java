package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Announced;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.KeyStatus;
import io.github.webrendezvous.rendezvous.Missing;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.TermState;
import io.github.webrendezvous.rendezvous.Wait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All waits as trees: below a wait are its terms, below a term the callers that will signal it, and
 * below those their own waits. Made from one look at the registry, in which each point is seen at
 * one moment, but not all at the same. Not thread-safe.
 */
public final class WaitTrees {
  /** The most waits whose terms are shown in all trees together. */
  private static final int MOST_SHOWN = 1_000;

  /** The most waits below each other; writers of JSON and the stack set limits, too. */
  private static final int DEEPEST = 50;

  private static final int IDS_SHOWN = 5;

  private final Registry registry;
  private final Map<String, KeyStatus> statuses = new HashMap<>();

  /** All waits, in the order in which they began. */
  private final Set<Wait> waits = new LinkedHashSet<>();

  /** The waits whose terms are somewhere in the trees. */
  private final Set<Wait> shown = new HashSet<>();

  public WaitTrees(Registry registry) {
    this(registry, registry.statuses());
  }

  /**
   * The same from statuses that are known already.
   *
   * @param statuses of all keys and targets
   */
  public WaitTrees(Registry registry, List<KeyStatus> statuses) {
    this.registry = registry;
    List<Wait> found = new ArrayList<>();
    for (KeyStatus status : statuses) {
      this.statuses.put(status.path(), status);
      found.addAll(status.waits());
    }
    found.sort(Comparator.comparing(Wait::since));
    waits.addAll(found);
  }

  /** All waits, each once, in the order in which they began. */
  public List<Wait> waits() {
    return List.copyOf(waits);
  }

  /** One tree for each wait that no other depends on. */
  public List<WaitNode> all() {
    Set<Wait> below = new HashSet<>();
    for (Wait wait : waits) {
      for (String key : wait.condition().keys()) {
        registry.announced(key).stream()
            .map(Announced::lasting)
            .filter(Objects::nonNull)
            .forEach(below::add);
      }
    }
    return trees(wait -> !below.contains(wait));
  }

  /**
   * A tree for each wait of this caller; if there is none, for each wait for this key or target.
   */
  public List<WaitNode> of(String callerOrPath) {
    List<WaitNode> ofCaller = trees(wait -> wait.caller().name().equals(callerOrPath));
    if (!ofCaller.isEmpty()) {
      return ofCaller;
    }
    String path = callerOrPath.startsWith("/") ? callerOrPath : "/" + callerOrPath;
    return trees(
        wait -> wait.condition().leaves().stream().anyMatch(term -> term.path().equals(path)));
  }

  private List<WaitNode> trees(Predicate<Wait> which) {
    return waits.stream().filter(which).map(wait -> node(wait, 0)).toList();
  }

  /** The tree of one wait at this depth, counted from zero. */
  private WaitNode node(Wait wait, int depth) {
    if (shown.contains(wait)) {
      return new WaitNode(wait, List.of(), WaitNode.Rest.ABOVE);
    }
    if (depth == DEEPEST || shown.size() == MOST_SHOWN) {
      return new WaitNode(wait, List.of(), WaitNode.Rest.LEFT_OUT);
    }
    shown.add(wait);
    return withAnnouncers(alone(wait), depth);
  }

  /** The same wait with what its terms depend on. */
  public WaitNode withAnnouncers(WaitNode alone) {
    return withAnnouncers(alone, 0);
  }

  private WaitNode withAnnouncers(WaitNode alone, int depth) {
    List<WaitNode.TermNode> terms = new ArrayList<>();
    for (WaitNode.TermNode term : alone.terms()) {
      terms.add(term.holds() ? term : term.with(announcers(term.path(), depth)));
    }
    return new WaitNode(alone.of(), terms, WaitNode.Rest.BELOW);
  }

  /** One wait with its terms, without what those depend on. */
  public WaitNode alone(Wait wait) {
    List<WaitNode.TermNode> terms = new ArrayList<>();
    if (wait.condition() instanceof Condition.Term term) {
      terms.add(term(term, wait.outcome()));
    } else {
      for (TermState state : wait.terms()) {
        terms.add(term(state.term(), state.outcome()));
      }
    }
    return new WaitNode(wait, terms, WaitNode.Rest.BELOW);
  }

  private WaitNode.TermNode term(Condition.Term term, @Nullable Outcome outcome) {
    if (outcome instanceof Outcome.Released) {
      return new WaitNode.TermNode(term.path(), true, "holds", null, List.of());
    }
    KeyStatus status = statuses.get(term.path());
    if (status instanceof KeyStatus.OfTarget target) {
      Missing.Look look = target.look();
      String state = look == null ? "no attempt yet" : look.inWords();
      return new WaitNode.TermNode(term.path(), false, state, target.untilNext(), List.of());
    }
    return new WaitNode.TermNode(term.path(), false, arrivals(term, status), null, List.of());
  }

  /** The state of a key that has not released the wait. */
  private static String arrivals(Condition.Term term, @Nullable KeyStatus status) {
    long count = term instanceof Condition.Signalled signalled ? signalled.count() : 1;
    if (count == 1 || !(status instanceof KeyStatus.OfKey key)) {
      return "not signalled";
    }
    List<String> ids = key.ids().stream().limit(IDS_SHOWN).toList();
    return key.arrivals()
        + " of "
        + count
        + " arrivals"
        + (ids.isEmpty() ? "" : ": " + String.join(", ", ids))
        + (key.ids().size() > ids.size() ? ", …" : "");
  }

  private List<WaitNode.AnnouncerNode> announcers(String path, int depth) {
    if (statuses.get(path) instanceof KeyStatus.OfTarget) {
      return List.of();
    }
    List<WaitNode.AnnouncerNode> announcers = new ArrayList<>();
    for (Announced announced : registry.announced(path)) {
      Wait wait = announced.lasting();
      announcers.add(
          new WaitNode.AnnouncerNode(announced, wait == null ? null : node(wait, depth + 1)));
    }
    return announcers;
  }
}
