package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.util.concurrent.CompletableFuture;

/**
 * An attempt that has not ended. It waits for its turn first, perhaps in vain: then it says nothing
 * of its target. Thread-safe.
 */
final class PendingAttempt extends CompletableFuture<Attempt> {
  private volatile boolean begun;

  /** From now on it is the target that does not answer. */
  void begin() {
    begun = true;
  }

  /** Ends without an answer, if it has not ended; as not made, if it had not begun. */
  void endUnanswered(String error) {
    complete(begun ? Attempt.unanswered(error) : Attempt.notMade(error));
  }
}
