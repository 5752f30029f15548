package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * The result of one attempt at a target. Immutable.
 *
 * @param state what it says about the target
 * @param words the reason of a failure, in words that a user understands; for a success, an
 *     explanation or null
 */
public record Attempt(State state, @Nullable String words) {
  /** What an attempt says about its target; all but the first two are inconclusive. */
  public enum State {
    /** It is there, and as expected. */
    OPEN,
    /** It is not there: refused, unreachable, or its name does not exist. */
    CLOSED,
    /** Something responded, but not as expected. */
    ANSWERED,
    /** Nothing answered in time. */
    UNANSWERED,
    /** There was no attempt at the target, because of a failure of web-rendezvous itself. */
    NOT_MADE,
    /** It must not be probed, so there is no further attempt. */
    DENIED
  }

  private static final Attempt SUCCEEDED = new Attempt(State.OPEN, null);

  public static Attempt succeeded() {
    return SUCCEEDED;
  }

  /** It succeeded, with an explanation for the caller. */
  public static Attempt succeededBecause(String words) {
    return new Attempt(State.OPEN, words);
  }

  /** The target is not there. */
  public static Attempt closed(String error) {
    return new Attempt(State.CLOSED, error);
  }

  /** Something is there, but not as expected. */
  public static Attempt answered(String error) {
    return new Attempt(State.ANSWERED, error);
  }

  /** Nothing answered in time. */
  public static Attempt unanswered(String error) {
    return new Attempt(State.UNANSWERED, error);
  }

  /** There was no attempt at the target, because of a failure of web-rendezvous itself. */
  public static Attempt notMade(String error) {
    return new Attempt(State.NOT_MADE, error);
  }

  /**
   * It must not be probed.
   *
   * @param error names the rule
   */
  public static Attempt denied(String error) {
    return new Attempt(State.DENIED, error);
  }

  /**
   * The same, with the address before its words, if it has any.
   *
   * @param address host and port
   */
  public Attempt at(String address) {
    return words == null ? this : new Attempt(state, address + ": " + words);
  }

  public boolean isSuccess() {
    return state == State.OPEN;
  }

  /** Why it did not succeed; null if it did. */
  public @Nullable String error() {
    return isSuccess() ? null : String.valueOf(words);
  }
}
