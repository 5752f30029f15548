package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A simple model of keys and waits, without threads, queues and timers. */
final class Model {
  /** A key; a reset or its expiry forgets all of it. */
  static final class KeyState {
    boolean signalled;
    @Nullable Value value;

    /** Reasons by id, the newest last; an empty id if there is none. */
    final Map<String, Optional<Value>> failures = new LinkedHashMap<>();

    long arrivals;
    final Set<String> ids = new HashSet<>();
    long expiresAt = Long.MAX_VALUE;

    /** Whether a wait has timed out since the last signal or reset. */
    boolean missed;

    boolean failed() {
      return !failures.isEmpty();
    }

    /** Of the newest failure. */
    @Nullable Value reason() {
      return List.copyOf(failures.values()).get(failures.size() - 1).orElse(null);
    }

    void forget() {
      signalled = false;
      failures.clear();
      value = null;
      arrivals = 0;
      ids.clear();
      expiresAt = Long.MAX_VALUE;
    }
  }

  /** A condition, or a part of one, and its outcome. */
  private static final class Part {
    final Condition condition;
    final List<Part> parts = new ArrayList<>();
    @Nullable Outcome said;

    Part(Condition condition) {
      this.condition = condition;
      if (condition instanceof Condition.Several several) {
        several.terms().forEach(term -> parts.add(new Part(term)));
      }
    }

    Condition.Signalled term() {
      return (Condition.Signalled) condition;
    }

    /** Its outcome; null while it is open. */
    @Nullable Outcome outcome() {
      if (parts.isEmpty()) {
        return said;
      }
      boolean all = condition instanceof Condition.AllOf;
      List<Outcome> outcomes = parts.stream().map(Part::outcome).filter(Objects::nonNull).toList();
      List<Outcome> released =
          outcomes.stream().filter(outcome -> outcome instanceof Outcome.Released).toList();
      List<Missing> missing = new ArrayList<>();
      List<Outcome> broken =
          Stream.concat(
                  outcomes.stream().filter(outcome -> outcome instanceof Outcome.Failed),
                  outcomes.stream().filter(outcome -> outcome instanceof Outcome.Reset))
              .toList();
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.TimedOut timedOut) {
          missing.addAll(timedOut.missing());
        }
      }
      if (all && !broken.isEmpty()) {
        return broken.get(0);
      }
      if (!all && !released.isEmpty()) {
        return released.get(0);
      }
      if (outcomes.size() < parts.size()) {
        return null;
      }
      if (!missing.isEmpty()) {
        return new Outcome.TimedOut(missing);
      }
      return all ? Outcome.RELEASED : broken.get(0);
    }

    /** The terms that can still change the outcome. */
    List<Part> open() {
      if (outcome() != null) {
        return List.of();
      }
      return parts.isEmpty()
          ? List.of(this)
          : parts.stream().flatMap(part -> part.open().stream()).toList();
    }
  }

  /** A wait that has not ended. */
  private record Pending(Part whole, long deadline) {}

  private final Map<String, KeyState> keys = new LinkedHashMap<>();
  private final Map<Wait, Pending> pending = new LinkedHashMap<>();
  private final Map<Wait, Outcome> ended = new LinkedHashMap<>();
  private long now;

  KeyState key(String name) {
    KeyState key = keys.computeIfAbsent(name, n -> new KeyState());
    if (now >= key.expiresAt) {
      key.forget();
    }
    return key;
  }

  void waits(Wait wait, Condition condition, long timeout) {
    Part whole = new Part(condition);
    pending.put(wait, new Pending(whole, now + timeout));
    for (Part term : whole.open()) {
      say(wait, term, known(term.term()));
    }
    timeOut();
  }

  /** A term has this outcome, if it is still open. */
  private void say(Wait wait, Part term, @Nullable Outcome outcome) {
    Pending waiting = pending.get(wait);
    if (waiting != null && waiting.whole().open().contains(term)) {
      term.said = outcome;
      end(wait, waiting.whole().outcome());
    }
  }

  /** A key has changed; tells all waits for it. */
  private void tell(String name, Function<Condition.Signalled, @Nullable Outcome> outcome) {
    List.copyOf(pending.keySet())
        .forEach(
            wait ->
                openTerms(wait, name).forEach(term -> say(wait, term, outcome.apply(term.term()))));
  }

  private List<Part> openTerms(Wait wait, String name) {
    return Objects.requireNonNull(pending.get(wait)).whole().open().stream()
        .filter(term -> term.term().path().equals(name))
        .toList();
  }

  void signals(String name, Signal signal) {
    KeyState key = key(name);
    String id = signal.id() == null ? "" : signal.id();
    if (!signal.arrival()) {
      key.failures.clear();
      key.value = signal.failed() ? null : signal.value();
      key.arrivals = signal.failed() ? key.arrivals : Math.max(1, key.arrivals);
    } else if (!signal.failed()) {
      key.arrivals += signal.id() == null || key.ids.add(signal.id()) ? 1 : 0;
      key.value = signal.value() == null ? key.value : signal.value();
      if (signal.id() != null) {
        key.failures.remove(id);
      }
    }
    if (signal.failed()) {
      key.failures.remove(id);
      key.failures.put(id, Optional.ofNullable(signal.value()));
    }
    key.signalled = true;
    key.expiresAt = signal.ttl() == null ? Long.MAX_VALUE : now + signal.ttl().toNanos();
    key.missed = false;
    tell(name, this::known);
  }

  void resets(String name) {
    KeyState key = key(name);
    key.forget();
    key.missed = false;
    tell(name, term -> new Outcome.Reset(name));
  }

  void leaves(Wait wait) {
    end(wait, new Outcome.Gone());
  }

  void passes(long nanos) {
    now += nanos;
    timeOut();
  }

  private void timeOut() {
    for (Wait wait : List.copyOf(pending.keySet())) {
      Pending waiting = Objects.requireNonNull(pending.get(wait));
      if (waiting.deadline() <= now) {
        for (Part term : waiting.whole().open()) {
          String name = term.term().path();
          key(name).missed = true;
          say(wait, term, new Outcome.TimedOut(new Missing.NotSignalled(name, List.of())));
        }
      }
    }
  }

  private void end(Wait wait, @Nullable Outcome outcome) {
    if (outcome != null && pending.remove(wait) != null) {
      ended.put(wait, outcome);
    }
  }

  private @Nullable Outcome known(Condition.Signalled term) {
    KeyState key = key(term.path());
    if (key.signalled && key.failed()) {
      return new Outcome.Failed(term.path(), key.reason());
    }
    return key.signalled && key.arrivals >= term.count() ? new Outcome.Released(key.value) : null;
  }

  /** How a wait has ended; null while it waits. */
  @Nullable Outcome ended(Wait wait) {
    return ended.get(wait);
  }

  /** The waits for a key, once for each term. */
  List<Wait> waiting(String name) {
    List<Wait> waiting = new ArrayList<>();
    for (Wait wait : pending.keySet()) {
      openTerms(wait, name).forEach(term -> waiting.add(wait));
    }
    return waiting;
  }
}
