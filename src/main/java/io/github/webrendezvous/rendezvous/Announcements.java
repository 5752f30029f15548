package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which waits have announced which keys: their callers will signal them once they are released. It
 * explains what a key depends on, and finds cycles, in which every wait depends on itself.
 * Thread-safe; its lock is taken before that of an {@link Evaluation}, and never under the lock of
 * a point.
 *
 * <p>A key is hopeless if it has announcements, and each of them is of a wait that is hopeless. A
 * wait is hopeless if its condition needs a hopeless key. Only a wait that arrives can complete a
 * cycle, so only then is one looked for. Keys with a count are never hopeless, as arrivals usually
 * come from several callers of which some announce nothing.
 */
final class Announcements {
  /** The most waits that are visited to find one cycle. */
  private static final int MOST_VISITED = 300;

  /** The most announcements that are kept of waits that have ended. */
  private static final int MOST_ENDED = 10_000;

  /** The waits that last, by the keys that they have announced. */
  @GuardedBy("this")
  private final Map<String, Set<Wait>> lasting = new LinkedHashMap<>();

  /** Those of them that have arrived at their points, so that a point can end them. */
  @GuardedBy("this")
  private final Set<Wait> arrived = new HashSet<>();

  /**
   * Those that have ended before the key was signalled, by key and by caller; the oldest key first.
   */
  @GuardedBy("this")
  private final Map<String, Map<String, Announced>> ended = new LinkedHashMap<>();

  @GuardedBy("this")
  private int endedSize;

  /** Whether there is any announcement; written under this. */
  private volatile boolean inUse;

  /** A wait with announcements is about to begin. */
  synchronized void begins(Wait wait) {
    inUse = true;
    for (Key key : wait.caller().willSignal()) {
      lasting.computeIfAbsent(key.name(), k -> new LinkedHashSet<>()).add(wait);
      forgetEnded(key.name(), wait.caller().name());
    }
  }

  /**
   * The wait has arrived at its points, unless it was settled at once.
   *
   * @return ends the waits of the cycle that it completes, if there is one
   */
  synchronized Runnable arrived(Wait wait) {
    if (wait.outcome() != null) {
      return () -> {};
    }
    arrived.add(wait);
    List<Step> cycle = cycleOf(wait);
    if (cycle.isEmpty()) {
      return () -> {};
    }
    Cycle first =
        new Cycle(
            cycle.stream()
                .map(step -> new Cycle.Link(step.of().caller().name(), step.key()))
                .toList());
    return () -> {
      wait.end(new Outcome.InCycle(first));
      for (int i = 1; i < cycle.size(); i++) {
        cycle.get(i).of().endElsewhere(new Outcome.InCycle(first.from(i)));
      }
    };
  }

  /** A wait with announcements has ended. */
  synchronized void ended(Wait wait, Outcome outcome) {
    arrived.remove(wait);
    for (Key key : wait.caller().willSignal()) {
      Set<Wait> announcing = lasting.get(key.name());
      if (announcing != null && announcing.remove(wait)) {
        if (announcing.isEmpty()) {
          lasting.remove(key.name());
        }
        keepEnded(key.name(), Announced.of(wait, outcome));
      }
    }
    inUse = !lasting.isEmpty() || !ended.isEmpty();
  }

  @GuardedBy("this")
  private void keepEnded(String key, Announced announced) {
    forgetEnded(key, announced.caller().name());
    ended
        .computeIfAbsent(key, k -> new LinkedHashMap<>())
        .put(announced.caller().name(), announced);
    endedSize++;
    while (endedSize > MOST_ENDED) {
      forgetEnded(ended.keySet().iterator().next());
    }
  }

  @GuardedBy("this")
  private void forgetEnded(String key, String caller) {
    Map<String, Announced> ofKey = ended.get(key);
    if (ofKey != null && ofKey.remove(caller) != null) {
      endedSize--;
      if (ofKey.isEmpty()) {
        ended.remove(key);
      }
    }
  }

  @GuardedBy("this")
  private void forgetEnded(String key) {
    Map<String, Announced> ofKey = ended.remove(key);
    endedSize -= ofKey == null ? 0 : ofKey.size();
  }

  /** A key was signalled or reset: waits that have ended are no longer expected to signal it. */
  void done(String key) {
    if (inUse) {
      synchronized (this) {
        forgetEnded(key);
      }
    }
  }

  /** The announcements of a key: those of waits that last, then those of waits that have ended. */
  synchronized List<Announced> of(String key) {
    List<Announced> all = new ArrayList<>();
    lasting.getOrDefault(key, Set.of()).forEach(wait -> all.add(Announced.of(wait)));
    all.addAll(ended.getOrDefault(key, Map.of()).values());
    return all;
  }

  /** A wait of a cycle, and the key through which it depends on the next. */
  private record Step(Wait of, String key) {}

  /** A cycle of hopeless waits that begins with this wait; empty if there is none. */
  @GuardedBy("this")
  private List<Step> cycleOf(Wait wait) {
    Set<Wait> hopeless = reachableFrom(wait);
    if (hopeless.size() > MOST_VISITED) {
      return List.of();
    }
    while (removeOneThatHopes(hopeless)) {
      // Another may hope now.
    }
    return hopeless.contains(wait) ? pathToItself(wait, hopeless) : List.of();
  }

  @GuardedBy("this")
  private boolean removeOneThatHopes(Set<Wait> hopeless) {
    for (Wait each : hopeless) {
      Set<Condition.Term> never = new HashSet<>();
      for (Condition.Term term : each.condition().leaves()) {
        if (isHopeless(term, hopeless)) {
          never.add(term);
        }
      }
      if (!each.isHopeless(never::contains)) {
        return hopeless.remove(each);
      }
    }
    return false;
  }

  /** The waits that a wait may depend on, and itself; more than the limit if there are too many. */
  @GuardedBy("this")
  private Set<Wait> reachableFrom(Wait wait) {
    Set<Wait> reached = new LinkedHashSet<>();
    Deque<Wait> toVisit = new ArrayDeque<>();
    reached.add(wait);
    toVisit.add(wait);
    while (!toVisit.isEmpty() && reached.size() <= MOST_VISITED) {
      for (String key : toVisit.remove().condition().keys()) {
        for (Wait next : lasting.getOrDefault(key, Set.of())) {
          if (arrived.contains(next) && reached.add(next)) {
            toVisit.add(next);
          }
        }
      }
    }
    return reached;
  }

  /** Whether a term never holds, if these waits are never released. */
  @GuardedBy("this")
  private boolean isHopeless(Condition.Term term, Set<Wait> neverReleased) {
    if (!(term instanceof Condition.Signalled signalled) || signalled.count() > 1) {
      return false;
    }
    String key = signalled.key().name();
    Set<Wait> announcing = lasting.getOrDefault(key, Set.of());
    return !announcing.isEmpty()
        && neverReleased.containsAll(announcing)
        && ended.getOrDefault(key, Map.of()).values().stream().noneMatch(Announced::maySignal);
  }

  /** The shortest path of dependences from a wait to itself. */
  @GuardedBy("this")
  private List<Step> pathToItself(Wait wait, Set<Wait> hopeless) {
    Map<Wait, Step> reachedFrom = new LinkedHashMap<>();
    Deque<Wait> toVisit = new ArrayDeque<>(List.of(wait));
    while (!toVisit.isEmpty()) {
      Wait from = toVisit.remove();
      for (Condition.Term term : from.condition().leaves()) {
        if (!isHopeless(term, hopeless)) {
          continue;
        }
        for (Wait next : lasting.getOrDefault(term.path(), Set.of())) {
          if (reachedFrom.putIfAbsent(next, new Step(from, term.path())) == null) {
            if (next.equals(wait)) {
              return path(wait, reachedFrom);
            }
            toVisit.add(next);
          }
        }
      }
    }
    return List.of();
  }

  private static List<Step> path(Wait wait, Map<Wait, Step> reachedFrom) {
    Deque<Step> path = new ArrayDeque<>();
    @Nullable Step step = reachedFrom.get(wait);
    while (step != null) {
      path.addFirst(step);
      step = step.of().equals(wait) ? null : reachedFrom.get(step.of());
    }
    return List.copyOf(path);
  }
}
