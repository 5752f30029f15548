package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Inverts the results of attempts: an attempt succeeds if it finds its target closed. A server that
 * responds is not closed, and one that does not respond may be busy; only after several attempts in
 * a row without a response does the target count as closed. For one series of attempts.
 * Thread-safe.
 */
final class UntilClosed implements UnaryOperator<Attempt> {
  /** The number of attempts in a row without a response that count as closed. */
  static final int UNANSWERED = 3;

  /** The number of last attempts without a response. */
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
      case NOT_MADE, DENIED -> attempt;
    };
  }
}
