package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The condition of one wait with several terms, and what the points of these terms have resolved.
 * What a point has resolved is final; a term that can no longer change the outcome is obsolete, and
 * its waiter leaves. Thread-safe; its lock is never held while a point is called.
 */
final class Evaluation implements Position {
  /** A part of the condition, with its outcome; null while that is open. */
  private sealed interface Node permits Branch, Leaf {
    @Nullable Branch parent();

    @Nullable Outcome outcome();

    /** Whether it cannot hold any more, if these terms never hold. */
    boolean isHopeless(Predicate<Condition.Term> never);
  }

  private static final class Branch implements Node {
    private final @Nullable Branch parent;
    private final boolean all;
    private final List<Node> children = new ArrayList<>();
    private @Nullable Outcome outcome;

    Branch(@Nullable Branch parent, boolean all) {
      this.parent = parent;
      this.all = all;
    }

    @Override
    public @Nullable Branch parent() {
      return parent;
    }

    @Override
    public @Nullable Outcome outcome() {
      return outcome;
    }

    @Override
    public boolean isHopeless(Predicate<Condition.Term> never) {
      if (outcome != null) {
        return !(outcome instanceof Outcome.Released);
      }
      return all
          ? children.stream().anyMatch(child -> child.isHopeless(never))
          : children.stream().allMatch(child -> child.isHopeless(never));
    }

    /** The outcome that follows from those of the children; null while it is open. */
    @Nullable Outcome evaluated() {
      Outcome failed = null;
      List<Missing> missing = new ArrayList<>();
      boolean open = false;
      for (Node child : children) {
        Outcome ofChild = child.outcome();
        if (ofChild == null) {
          open = true;
        } else if (ofChild instanceof Outcome.Released) {
          if (!all) {
            return ofChild;
          }
        } else if (ofChild instanceof Outcome.TimedOut timedOut) {
          missing.addAll(timedOut.missing());
        } else if (failed == null
            || (failed instanceof Outcome.Reset && !(ofChild instanceof Outcome.Reset))) {
          failed = ofChild; // The first that has a reason; else the first reset.
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

  /** One term. Its outcome is guarded by the evaluation. */
  static final class Leaf extends Waiter implements Node {
    private final Evaluation evaluation;
    private final Branch parent;
    private final Condition.Term term;
    private @Nullable Outcome outcome;

    Leaf(Evaluation evaluation, Branch parent, Condition.Term term) {
      super(evaluation.wait);
      this.evaluation = evaluation;
      this.parent = parent;
      this.term = term;
    }

    @Override
    Condition.Term term() {
      return term;
    }

    @Override
    void resolved(Outcome byPoint) {
      Outcome whole = evaluation.resolve(this, byPoint);
      if (whole != null) {
        wait.settleAndNotify(whole);
      }
    }

    @Override
    public boolean isHopeless(Predicate<Condition.Term> never) {
      return outcome == null ? never.test(term) : !(outcome instanceof Outcome.Released);
    }

    @Override
    public Branch parent() {
      return parent;
    }

    @Override
    public @Nullable Outcome outcome() {
      return outcome;
    }
  }

  private final Wait wait;
  private final Condition.Several condition;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Branch root;
  private final KeyStatus.Whole whole;

  Evaluation(Wait wait, Condition.Several condition) {
    this.wait = wait;
    this.condition = condition;
    root = branch(null, condition);
    whole = new KeyStatus.Whole(root.all, leaves.size());
  }

  private Branch branch(@Nullable Branch parent, Condition.Several several) {
    Branch branch = new Branch(parent, several instanceof Condition.AllOf);
    for (Condition term : several.terms()) {
      if (term instanceof Condition.Several nested) {
        branch.children.add(branch(branch, nested));
      } else {
        Leaf leaf = new Leaf(this, branch, (Condition.Term) term);
        leaves.add(leaf);
        branch.children.add(leaf);
      }
    }
    return branch;
  }

  @Override
  public void arrive(Points points) {
    for (Leaf leaf : leaves) {
      if (isObsolete(leaf)) {
        continue;
      }
      Outcome atOnce = leaf.arriveAt(points);
      if (atOnce instanceof Outcome.NoRoom) {
        wait.settle(atOnce);
      } else if (atOnce != null) {
        leaf.resolved(atOnce);
      } else if (isObsolete(leaf)) {
        // Another thread was faster, and did not find the waiter in the queue yet.
        leaf.leaveQueue();
      }
      if (wait.outcome() != null) {
        leave();
        return;
      }
    }
    if (wait.timeout().isZero()) {
      openWaiters().stream().filter(w -> !w.term().needsAttempt()).forEach(Waiter::expireAtPoint);
    }
  }

  @Override
  public void expire() {
    if (!isResolvedByPoints()) {
      openWaiters().forEach(Waiter::expireAtPoint);
    }
  }

  @Override
  public void end(Outcome outcome) {
    if (!isResolvedByPoints()) {
      openWaiters().forEach(waiter -> waiter.endAtPoint(outcome));
    }
  }

  @Override
  public synchronized boolean isHopeless(Predicate<Condition.Term> never) {
    return root.outcome == null && root.isHopeless(never);
  }

  @Override
  public void leave() {
    // Its lock orders this after the arrival of a waiter, or before the look at the wait that
    // follows the arrival.
    arrived().forEach(Waiter::leaveQueue);
  }

  private synchronized List<Leaf> arrived() {
    return leaves.stream().filter(leaf -> leaf.point != null).toList();
  }

  @Override
  public boolean isResolvedByPoints() {
    for (Leaf leaf : openWaiters()) {
      Outcome byPoint = leaf.resolution();
      Outcome whole = byPoint == null ? null : resolve(leaf, byPoint);
      if (whole != null) {
        wait.settleElsewhere(whole);
        return true;
      }
    }
    return isDecided();
  }

  /**
   * Takes note of how a point has resolved a term; what it resolved first counts.
   *
   * @return the outcome of the whole, if this has decided it; else null
   */
  private @Nullable Outcome resolve(Leaf leaf, Outcome byPoint) {
    List<Leaf> obsolete = new ArrayList<>();
    Outcome whole;
    synchronized (this) {
      if (!isOpen(leaf)) {
        return null;
      }
      List<Leaf> before = openWaiters();
      leaf.outcome = byPoint;
      for (Branch branch = leaf.parent; branch != null; branch = branch.parent) {
        branch.outcome = branch.evaluated();
        if (branch.outcome == null) {
          break;
        }
      }
      for (Leaf waiter : before) {
        if (!isOpen(waiter) && !waiter.equals(leaf)) {
          obsolete.add(waiter);
        }
      }
      whole = root.outcome;
    }
    obsolete.forEach(Waiter::leaveQueue);
    return whole;
  }

  /** Whether the outcome of a term, once it has one, can change that of the whole. */
  @GuardedBy("this")
  private boolean isOpen(Leaf leaf) {
    for (Node node = leaf; node != null; node = node.parent()) {
      if (node.outcome() != null) {
        return false;
      }
    }
    return true;
  }

  private synchronized boolean isObsolete(Leaf leaf) {
    return !isOpen(leaf);
  }

  /** The waiters of open terms that have come to their points. */
  private synchronized List<Leaf> openWaiters() {
    List<Leaf> open = new ArrayList<>();
    for (Leaf leaf : leaves) {
      if (leaf.point != null && isOpen(leaf)) {
        open.add(leaf);
      }
    }
    return open;
  }

  private synchronized boolean isDecided() {
    return root.outcome != null;
  }

  @Override
  public int termCount() {
    return leaves.size();
  }

  @Override
  public KeyStatus.Whole whole() {
    return whole;
  }

  @Override
  public synchronized List<TermState> states() {
    List<TermState> states = new ArrayList<>();
    leaves.forEach(leaf -> states.add(new TermState(leaf.term, leaf.outcome)));
    return states;
  }

  @Override
  public synchronized @Nullable Condition firstThatHolds() {
    for (int i = 0; i < root.children.size(); i++) {
      if (root.children.get(i).outcome() instanceof Outcome.Released) {
        return condition.terms().get(i);
      }
    }
    return null;
  }
}
