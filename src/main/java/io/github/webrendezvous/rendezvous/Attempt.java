package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * How one look at a target ended. Immutable.
 *
 * @param error why it did not succeed, in words a user understands; null if it succeeded
 */
public record Attempt(@Nullable String error) {
  private static final Attempt SUCCEEDED = new Attempt(null);

  public static Attempt succeeded() {
    return SUCCEEDED;
  }

  public static Attempt failed(String error) {
    return new Attempt(error);
  }
}
