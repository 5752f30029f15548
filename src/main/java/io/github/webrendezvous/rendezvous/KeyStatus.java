package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of one key or target at one moment. Immutable. */
public sealed interface KeyStatus {
  /** The key or target. */
  String path();

  /** Its waits, in the order in which they began. */
  List<Wait> waits();

  /** The last wait that timed out; null if it was signalled or a wait succeeded since. */
  @Nullable Timeout timeout();

  /** When it was signalled as ready, or an attempt succeeded; null if it was not. */
  @Nullable Instant readySince();

  /** That it was signalled as failed; null if it was not. */
  default @Nullable Failure failure() {
    return null;
  }

  /** Whether it is in the original's list of waiting and failed keys. */
  default boolean isWaitingOrFailed() {
    return !waits().isEmpty() || timeout() != null || failure() != null;
  }

  /**
   * The status of a key.
   *
   * @param arrivals how many have arrived
   * @param ids of arrivals that have named one, as far as they are listed
   * @param valueBytes the size of its value; -1 if it has none
   * @param expires when the signal ends; null if it does not
   */
  record OfKey(
      String path,
      List<Wait> waits,
      @Nullable Timeout timeout,
      @Nullable Instant readySince,
      @Nullable Failure failure,
      long arrivals,
      List<String> ids,
      int valueBytes,
      @Nullable Instant expires)
      implements KeyStatus {}

  /**
   * The status of a target.
   *
   * @param look what the probe has seen since the first of the waits began; null without waits
   * @param untilNext how long until the next attempt; null while one is running, or without waits
   */
  record OfTarget(
      String path,
      List<Wait> waits,
      @Nullable Timeout timeout,
      @Nullable Instant readySince,
      Missing.@Nullable Look look,
      @Nullable Duration untilNext)
      implements KeyStatus {}

  /**
   * A signal that the key can no longer become ready.
   *
   * @param at the wall-clock time
   * @param reason why; null if it was not said
   */
  record Failure(Instant at, @Nullable Value reason) {}

  /**
   * A wait that timed out.
   *
   * @param at the wall-clock time
   * @param caller who sent it
   * @param waited for how long
   * @param why what was missing, in words
   * @param whole the wait of which this is one of several terms; null for a wait with one term
   */
  record Timeout(Instant at, String caller, Duration waited, String why, @Nullable Whole whole) {}

  /**
   * A wait with several terms; the same object for all of them, and equal to no other. Immutable.
   */
  final class Whole {
    private final boolean all;
    private final int terms;

    Whole(boolean all, int terms) {
      this.all = all;
      this.terms = terms;
    }

    /** How many terms it has, and how many it needs: {@code all of 3}, or {@code any of 3}. */
    public String inWords() {
      return (all ? "all of " : "any of ") + terms;
    }
  }
}
