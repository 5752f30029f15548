package io.github.webrendezvous.rendezvous;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One term of a wait, in a queue of the point of that term. Its fields are guarded by the point,
 * until the queue is resolved and never changes again.
 */
abstract sealed class Waiter implements Points.Visitor<MeetingPoint.Arrival>
    permits Waiter.OfWait, Evaluation.Leaf {
  final Wait wait;

  /** Where it waits, or waited; null before. */
  @Nullable MeetingPoint point;

  /** The queue it is in; null before, and once it has left. */
  @Nullable WaitQueue queue;

  @Nullable Waiter previous;
  @Nullable Waiter next;

  /** The number of attempts at its target that had ended before it arrived; zero for a key. */
  int attemptsBefore;

  Waiter(Wait wait) {
    this.wait = wait;
  }

  abstract Condition.Term term();

  /** Its point has resolved it: settles the wait, if that settles it, on this thread. */
  abstract void resolved(Outcome outcome);

  /**
   * Arrives at its point.
   *
   * @return how it is resolved at once; null if it now waits there
   */
  final @Nullable Outcome arriveAt(Points points) {
    MeetingPoint.Arrival arrival = points.visit(term(), this);
    if (arrival == null) {
      return new Outcome.NoRoom(points.limit());
    }
    return arrival instanceof MeetingPoint.Arrival.Resolved resolved ? resolved.outcome() : null;
  }

  @Override
  public final MeetingPoint.Arrival visit(MeetingPoint at) {
    MeetingPoint.Arrival arrival = at.arrive(this);
    if (arrival instanceof MeetingPoint.Arrival.Resolved resolved
        && resolved.outcome() instanceof Outcome.NoRoom) {
      wait.registry().tidy(at);
    }
    return arrival;
  }

  /** Leaves its queue, unless that is resolved. */
  final void leaveQueue() {
    MeetingPoint left = point;
    if (left != null) {
      left.remove(this);
      wait.registry().tidy(left);
    }
  }

  /** The deadline has come: it is resolved by its point, as timed out if not before. */
  final void expireAtPoint() {
    MeetingPoint.Ending ending = point == null ? null : point.expire(this);
    if (ending != null) { // Otherwise it has left.
      wait.registry().suggestions().explain(ending, this);
    }
  }

  /** Its point resolves it with this outcome, unless it was resolved before. */
  final void endAtPoint(Outcome outcome) {
    Outcome decided = point == null ? null : point.end(this, outcome);
    if (decided != null) { // Otherwise it has left.
      resolved(decided);
    }
  }

  /** How its point has resolved it, whether it was notified or not; null while it waits. */
  final @Nullable Outcome resolution() {
    return point == null ? null : point.resolution(this);
  }

  /** The waiter of a wait whose condition is one term. */
  static final class OfWait extends Waiter implements Position {
    OfWait(Wait wait) {
      super(wait);
    }

    @Override
    Condition.Term term() {
      return (Condition.Term) wait.condition();
    }

    @Override
    void resolved(Outcome outcome) {
      wait.settleAndNotify(outcome);
    }

    @Override
    public void arrive(Points points) {
      Outcome outcome = arriveAt(points);
      if (outcome != null) {
        wait.settleAndNotify(outcome);
      } else if (wait.timeout().isZero() && !term().needsAttempt()) {
        expire();
      }
    }

    @Override
    public void expire() {
      expireAtPoint();
    }

    @Override
    public void end(Outcome outcome) {
      endAtPoint(outcome);
    }

    @Override
    public boolean isHopeless(Predicate<Condition.Term> never) {
      return wait.outcome() == null && never.test(term());
    }

    @Override
    public void leave() {
      leaveQueue();
    }

    @Override
    public boolean isResolvedByPoints() {
      return resolution() != null;
    }

    @Override
    public int termCount() {
      return 1;
    }

    @Override
    public KeyStatus.@Nullable Whole whole() {
      return null;
    }

    @Override
    public List<TermState> states() {
      return List.of();
    }

    @Override
    public @Nullable Condition firstThatHolds() {
      return null;
    }
  }
}
