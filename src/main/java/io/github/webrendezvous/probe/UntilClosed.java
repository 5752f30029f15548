package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Turns what attempts find around: one succeeds that finds its target closed. What is inconclusive
 * does not count by itself: a server that answers anything is not closed, and one that does not
 * answer may be busy. Only after several attempts in a row that nothing answers is it taken for
 * closed. For one series of attempts. Thread-safe.
 */
final class UntilClosed implements UnaryOperator<Attempt> {
  /** How many attempts in a row without an answer count as closed. */
  static final int UNANSWERED = 3;

  /** How many of the last attempts nothing answered. */
  private final AtomicInteger unanswered = new AtomicInteger();

  @Override
  public Attempt apply(Attempt attempt) {
    if (attempt.state() != Attempt.State.UNANSWERED) {
      unanswered.set(0);
    }
    return switch (attempt.state()) {
      case OPEN -> Attempt.answered("still there");
      case CLOSED -> Attempt.succeeded();
      case ANSWERED -> Attempt.answered("still there: " + attempt.words());
      case UNANSWERED ->
          unanswered.incrementAndGet() < UNANSWERED
              ? attempt
              : Attempt.succeededBecause(
                  attempt.words() + ", " + UNANSWERED + " attempts in a row");
      case NOT_MADE -> attempt;
    };
  }
}
