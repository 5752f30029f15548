package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * How one look at a target ended. Immutable.
 *
 * @param error why it did not succeed, in words a user understands; null if it succeeded
 * @param made whether it tells anything of the target; false if it could not be made
 */
public record Attempt(@Nullable String error, boolean made) {
  private static final Attempt SUCCEEDED = new Attempt(null, true);

  public static Attempt succeeded() {
    return SUCCEEDED;
  }

  /** The target is not as it should be. */
  public static Attempt failed(String error) {
    return new Attempt(error, true);
  }

  /** There was no look at the target, for a reason on our side. */
  public static Attempt notMade(String error) {
    return new Attempt(error, false);
  }
}
