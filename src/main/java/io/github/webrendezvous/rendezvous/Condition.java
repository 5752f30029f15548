package io.github.webrendezvous.rendezvous;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The condition of a wait. Immutable. */
public sealed interface Condition {
  /** Its path in requests, below the path of the application. */
  String path();

  /** What the journal records of it besides its path; null if nothing. */
  default Event.@Nullable Detail detail() {
    return null;
  }

  /** Its terms: itself, or those of which it consists, however deep. */
  List<Term> leaves();

  /** The keys among its terms. */
  default List<String> keys() {
    return leaves().stream().filter(Condition::needsSignals).map(Condition::path).toList();
  }

  /** Whether signals can decide it, or a part of it. */
  boolean needsSignals();

  /** A condition that one meeting point resolves. */
  sealed interface Term extends Condition {
    /** A new point for this term; only for the registry. */
    MeetingPoint newPoint(PointContext context);

    @Override
    default List<Term> leaves() {
      return List.of(this);
    }

    /** Whether only a future attempt can decide it. */
    boolean needsAttempt();
  }

  /**
   * A key is signalled.
   *
   * @param count the number of arrivals, at least one
   */
  record Signalled(Key key, long count) implements Term {
    public Signalled {
      if (count < 1) {
        throw new IllegalArgumentException("a wait is for at least one arrival, not for " + count);
      }
    }

    /** It is signalled at all. */
    public Signalled(Key key) {
      this(key, 1);
    }

    @Override
    public String path() {
      return key.name();
    }

    @Override
    public MeetingPoint newPoint(PointContext context) {
      return new KeyPoint(key, context);
    }

    @Override
    public boolean needsAttempt() {
      return false;
    }

    @Override
    public boolean needsSignals() {
      return true;
    }

    @Override
    public Event.@Nullable Detail detail() {
      return count == 1 ? null : new Event.Arrivals(count);
    }
  }

  /** An attempt at a target succeeds that ends after the wait began. */
  record Succeeds(Target target) implements Term {
    @Override
    public String path() {
      return target.path();
    }

    @Override
    public MeetingPoint newPoint(PointContext context) {
      return new TargetPoint(target, context);
    }

    @Override
    public boolean needsSignals() {
      return false;
    }

    @Override
    public boolean needsAttempt() {
      return true;
    }
  }

  /** A condition of several terms. */
  sealed interface Several extends Condition {
    /** At least one. */
    List<Condition> terms();

    @Override
    default Event.Detail detail() {
      return new Event.Terms(
          leaves().stream().map(Condition::path).toList(), this instanceof AllOf);
    }

    @Override
    default List<Term> leaves() {
      return terms().stream().flatMap(term -> term.leaves().stream()).toList();
    }

    @Override
    default boolean needsSignals() {
      return terms().stream().anyMatch(Condition::needsSignals);
    }
  }

  /**
   * Every term has held, each at some time since the wait began; one that failed or was reset ends
   * it.
   */
  record AllOf(String path, List<Condition> terms) implements Several {
    public AllOf {
      terms = List.copyOf(terms);
    }
  }

  /** One term holds; it fails only when none can hold any more. */
  record AnyOf(String path, List<Condition> terms) implements Several {
    public AnyOf {
      terms = List.copyOf(terms);
    }
  }
}
