package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks for keys that are similar to the key of a timed-out wait. A search visits every key, so it
 * must not delay others: it runs on at most one thread, after the releases that are due; waits for
 * the same key share one search; and a wait that would be answered late gets no suggestion.
 * Thread-safe.
 */
final class Suggestions {
  /** The longest that a suggestion may delay an answer. */
  static final Duration LATEST = Duration.ofMillis(100);

  private final Clock clock;
  private final Executor threads;
  private final Function<Sought, List<String>> similarTo;
  private final Defects defects = new Defects();

  /**
   * The key that was not signalled.
   *
   * @param path of the key
   * @param arrivals how many a similar key must have
   */
  record Sought(String path, long arrivals) {}

  /** The searches that are not done yet, the oldest first. */
  @GuardedBy("this")
  private final Map<Sought, Search> searches = new LinkedHashMap<>();

  /** Whether a thread is searching, or about to. */
  @GuardedBy("this")
  private boolean searching;

  private record Search(Sought sought, long sinceNanos, List<Consumer<List<String>>> askers) {}

  /**
   * @param threads shared with the releases, in the order of their tasks
   * @param similarTo does the search
   */
  Suggestions(Clock clock, Executor threads, Function<Sought, List<String>> similarTo) {
    this.clock = clock;
    this.threads = threads;
    this.similarTo = similarTo;
  }

  /**
   * Resolves a waiter whose deadline has come, soon, on another thread; with similar keys, if
   * nobody has signalled the key that it waits for.
   */
  void explain(MeetingPoint.Ending ending, Waiter waiter) {
    Missing missing =
        ending.outcome() instanceof Outcome.TimedOut timedOut ? timedOut.missing().get(0) : null;
    KeyStatus.Timeout timeout = ending.timeout();
    if (timeout == null || missing == null || !missing.mayHaveSimilar()) {
      threads.execute(() -> waiter.resolved(ending.outcome()));
      return;
    }
    ask(
        new Sought(missing.path(), missing.wanted()),
        similar -> {
          if (similar.isEmpty()) {
            waiter.resolved(ending.outcome());
          } else {
            Missing explained = missing.withSimilar(similar);
            Objects.requireNonNull(waiter.point).explain(timeout, explained);
            waiter.resolved(new Outcome.TimedOut(explained));
          }
        });
  }

  /** Calls the asker with similar keys, soon, on another thread. */
  void ask(Sought sought, Consumer<List<String>> asker) {
    synchronized (this) {
      searches
          .computeIfAbsent(sought, s -> new Search(s, clock.nanos(), new ArrayList<>()))
          .askers()
          .add(asker);
      if (searching) {
        return;
      }
      searching = true;
    }
    threads.execute(this::searchOnce);
  }

  /** Answers the searches that are late with no keys, and makes one more. */
  private void searchOnce() {
    for (Search late = takeLate(); late != null; late = takeLate()) {
      tell(late, List.of());
    }
    Search next = takeFirst();
    if (next == null) {
      return;
    }
    List<String> similar = List.of();
    try {
      similar = similarTo.apply(next.sought());
    } catch (Throwable e) { // The askers are answered anyway.
      defects.caught("Similar keys could not be looked for", e);
    }
    tell(next, similar);
    threads.execute(this::searchOnce); // After the tasks that were added meanwhile.
  }

  private synchronized @Nullable Search takeLate() {
    Iterator<Search> oldest = searches.values().iterator();
    Search first = oldest.hasNext() ? oldest.next() : null;
    if (first == null || clock.nanos() - first.sinceNanos() <= LATEST.toNanos()) {
      return null;
    }
    oldest.remove();
    return first;
  }

  private synchronized @Nullable Search takeFirst() {
    Iterator<Search> oldest = searches.values().iterator();
    searching = oldest.hasNext();
    if (!searching) {
      return null;
    }
    Search first = oldest.next();
    oldest.remove();
    return first;
  }

  private void tell(Search search, List<String> similar) {
    search.askers().forEach(asker -> threads.execute(() -> asker.accept(similar)));
  }
}
