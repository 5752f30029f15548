package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What several meeting points have said of one wait, and what that amounts to. What a point says is
 * final; a term that no longer matters is not waited for any more. Thread-safe; its lock is never
 * held while a point is asked.
 */
final class Evaluation implements Position {
  /** A part of the condition, with the outcome that it has come to; null while that is open. */
  private abstract static class Node {
    private final @Nullable Branch parent;
    @Nullable Outcome outcome;

    Node(@Nullable Branch parent) {
      this.parent = parent;
    }

    final @Nullable Branch parent() {
      return parent;
    }
  }

  private static final class Branch extends Node {
    private final boolean all;
    private final List<Node> children = new ArrayList<>();

    Branch(@Nullable Branch parent, boolean all) {
      super(parent);
      this.all = all;
    }

    /** What the children amount to; null if that is open. */
    @Nullable Outcome weighed() {
      Outcome failed = null;
      List<Missing> missing = new ArrayList<>();
      boolean open = false;
      for (Node child : children) {
        Outcome said = child.outcome;
        if (said == null) {
          open = true;
        } else if (said instanceof Outcome.Released) {
          if (!all) {
            return said;
          }
        } else if (said instanceof Outcome.TimedOut timedOut) {
          missing.addAll(timedOut.missing());
        } else if (failed == null
            || (said instanceof Outcome.Failed && !(failed instanceof Outcome.Failed))) {
          failed = said; // The first failure, as it has a reason; else the first reset.
        }
      }
      if (all && failed != null) {
        return failed;
      }
      if (open) {
        return null;
      }
      if (!missing.isEmpty()) {
        return new Outcome.TimedOut(missing);
      }
      return failed == null ? Outcome.RELEASED : failed;
    }
  }

  /** One term. */
  static final class Leaf extends Node {
    final Condition.Term term;

    /** Where the wait stands for it; null before it does, and if it never needed to. */
    private @Nullable Waiter place;

    Leaf(@Nullable Branch parent, Condition.Term term) {
      super(parent);
      this.term = term;
    }
  }

  private final List<Leaf> leaves = new ArrayList<>();
  private final Condition.Several condition;
  private final Branch root;

  /** Whether the wait is one of those that are counted: from its first place on. */
  private volatile boolean counted;

  /** Whether the thread that began the wait has settled it. */
  private volatile boolean settledAtOnce;

  Evaluation(Condition.Several condition) {
    this.condition = condition;
    root = branch(null, condition);
  }

  private Branch branch(@Nullable Branch parent, Condition.Several condition) {
    Branch branch = new Branch(parent, condition instanceof Condition.AllOf);
    for (Condition term : condition.terms()) {
      if (term instanceof Condition.Several several) {
        branch.children.add(branch(branch, several));
      } else {
        Leaf leaf = new Leaf(branch, (Condition.Term) term);
        leaves.add(leaf);
        branch.children.add(leaf);
      }
    }
    return branch;
  }

  /** The terms, in the order in which they were asked for. */
  List<Leaf> leaves() {
    return leaves;
  }

  /** Notes where the wait stands for a term. The first place makes it one of those that count. */
  synchronized void standsAt(Waiter place) {
    Leaf leaf = place.leaf();
    if (leaf != null) {
      leaf.place = place;
    }
    counted = true;
  }

  /** The place of a term that no longer matters; null if it does, or has none. */
  synchronized @Nullable Waiter needless(Leaf leaf) {
    return matters(leaf) ? null : leaf.place;
  }

  /** Whether it still matters what becomes of the term. */
  synchronized boolean matters(Leaf leaf) {
    for (Node node = leaf; node != null; node = node.parent()) {
      if (node.outcome != null) {
        return false;
      }
    }
    return true;
  }

  /** The places that still matter. */
  @GuardedBy("this")
  private List<Waiter> open() {
    List<Waiter> open = new ArrayList<>();
    for (Leaf leaf : leaves) {
      if (leaf.place != null && matters(leaf)) {
        open.add(leaf.place);
      }
    }
    return open;
  }

  synchronized List<Waiter> openPlaces() {
    return open();
  }

  /** Every place there is, or was. */
  synchronized List<Waiter> allPlaces() {
    List<Waiter> all = new ArrayList<>();
    for (Leaf leaf : leaves) {
      if (leaf.place != null) {
        all.add(leaf.place);
      }
    }
    return all;
  }

  /**
   * What a saying amounts to.
   *
   * @param outcome of the whole; null while that is open
   * @param needless the places that no longer matter
   */
  record Verdict(@Nullable Outcome outcome, List<Waiter> needless) {}

  /** Takes note of what a point has said of a term; what it said first counts. */
  synchronized Verdict tell(Leaf leaf, Outcome said) {
    if (!matters(leaf)) {
      return new Verdict(null, List.of());
    }
    List<Waiter> before = open();
    leaf.outcome = said;
    for (Branch branch = leaf.parent(); branch != null; branch = branch.parent()) {
      branch.outcome = branch.weighed();
      if (branch.outcome == null) {
        break;
      }
    }
    before.removeAll(open());
    if (leaf.place != null) {
      before.remove(leaf.place);
    }
    return new Verdict(root.outcome, before);
  }

  /** The first part of the condition that holds; null if none does. */
  synchronized @Nullable Condition firstThatHolds() {
    for (int i = 0; i < root.children.size(); i++) {
      if (root.children.get(i).outcome instanceof Outcome.Released) {
        return condition.terms().get(i);
      }
    }
    return null;
  }

  /** How it stands with every term. */
  synchronized List<TermState> states() {
    List<TermState> states = new ArrayList<>();
    leaves.forEach(leaf -> states.add(new TermState(leaf.term, leaf.outcome)));
    return states;
  }

  /** Whether the whole is decided: whoever told the last of it ends the wait. */
  synchronized boolean isDecided() {
    return root.outcome != null;
  }

  boolean isCounted() {
    return counted;
  }

  void settledAtOnce() {
    settledAtOnce = true;
  }

  boolean isSettledAtOnce() {
    return settledAtOnce;
  }
}
