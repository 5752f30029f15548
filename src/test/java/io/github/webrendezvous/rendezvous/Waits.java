package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;

/** Begins waits as requests do. */
public final class Waits {
  private Waits() {}

  /** Begins a wait, and says what to do when it is settled, unless it is at once. */
  @CanIgnoreReturnValue
  public static Wait await(
      Registry registry,
      Condition condition,
      Duration timeout,
      String caller,
      Wait.Continuation continuation) {
    Wait wait = registry.await(condition, timeout, new Caller(caller));
    if (wait.outcome() == null) {
      wait.whenSettled(continuation);
    }
    return wait;
  }
}
