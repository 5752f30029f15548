package io.github.webrendezvous.rendezvous;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The side of a wait that its points know: one waiter, or several that are evaluated. */
sealed interface Position permits Waiter.OfWait, Evaluation {
  /**
   * Arrives at the points, one after the other, until the wait is settled or waits at all of them.
   */
  void arrive(Points points);

  /** The deadline has come: each point resolves what is still open. */
  void expire();

  /**
   * Ends the wait with this outcome, unless a point has resolved it before.
   *
   * @param outcome not a release
   */
  void end(Outcome outcome);

  /**
   * Whether it cannot be released any more, if these terms never hold; false once it is decided.
   */
  boolean isHopeless(Predicate<Condition.Term> never);

  /** Leaves every queue. */
  void leave();

  /**
   * Whether what the points have resolved settles the wait: it is settled so, or is about to be.
   */
  boolean isResolvedByPoints();

  int termCount();

  /** The state of each of several terms; empty for one. */
  List<TermState> states();

  /** The whole, if it has several terms; null for one. */
  KeyStatus.@Nullable Whole whole();

  /** The first part of several that holds; null if none does. */
  @Nullable Condition firstThatHolds();
}
