package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * How one look at a target ended. Immutable.
 *
 * @param state what it tells of the target
 * @param words for an attempt that did not succeed, why, in words a user understands; for one that
 *     succeeded, what else there is to say, or null
 */
public record Attempt(State state, @Nullable String words) {
  /** What an attempt tells of its target; all but the first two are inconclusive. */
  public enum State {
    /** It is there, and as it should be. */
    OPEN,
    /** It is not there: refused, unreachable, or its name does not exist. */
    CLOSED,
    /** Something answered, but not as it should. */
    ANSWERED,
    /** Nothing answered in time. */
    UNANSWERED,
    /** There was no look at the target, for a reason on our side. */
    NOT_MADE
  }

  private static final Attempt SUCCEEDED = new Attempt(State.OPEN, null);

  public static Attempt succeeded() {
    return SUCCEEDED;
  }

  /** It succeeded, for a reason that the caller should be told. */
  public static Attempt succeededBecause(String words) {
    return new Attempt(State.OPEN, words);
  }

  /** The target is not there. */
  public static Attempt closed(String error) {
    return new Attempt(State.CLOSED, error);
  }

  /** Something is there, but not as it should be. */
  public static Attempt answered(String error) {
    return new Attempt(State.ANSWERED, error);
  }

  /** Nothing answered in time. */
  public static Attempt unanswered(String error) {
    return new Attempt(State.UNANSWERED, error);
  }

  /** There was no look at the target, for a reason on our side. */
  public static Attempt notMade(String error) {
    return new Attempt(State.NOT_MADE, error);
  }

  /**
   * The same, with its words behind the address that was tried; an attempt without words has none.
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
