package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * Where a wait stands in a line of one meeting point. All that changes is guarded by the point,
 * until the line is handed over and never changes again.
 */
non-sealed class Waiter implements Position {
  final Wait wait;
  final MeetingPoint point;

  /** The line it stands in; null once it has left. */
  @Nullable WaitQueue line;

  @Nullable Waiter previous;
  @Nullable Waiter next;

  Waiter(Wait wait, MeetingPoint point) {
    this.wait = wait;
    this.point = point;
  }

  /** Which of several terms it stands for; null if it stands for the whole condition. */
  Evaluation.@Nullable Leaf leaf() {
    return null;
  }

  /** What it waits for. */
  final Condition.Term term() {
    Evaluation.Leaf leaf = leaf();
    return leaf == null ? (Condition.Term) wait.condition() : leaf.term;
  }

  /** The place of one of several terms. */
  static final class OfTerm extends Waiter {
    private final Evaluation.Leaf leaf;

    OfTerm(Wait wait, MeetingPoint point, Evaluation.Leaf leaf) {
      super(wait, point);
      this.leaf = leaf;
    }

    @Override
    Evaluation.Leaf leaf() {
      return leaf;
    }
  }
}
