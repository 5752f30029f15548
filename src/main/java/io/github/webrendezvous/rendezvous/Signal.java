package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A signal for a key. It latches: waits that begin later get it, too. Immutable.
 *
 * @param failed whether the key cannot become ready
 * @param arrival whether this counts as an arrival
 * @param id the name of the arrival, which counts once; null for a new arrival each time
 * @param value the value for the waits, or the reason of a failure; null if there is none
 * @param ttl how long the signal lasts; null if it does not expire
 * @param first whether it is recorded only if the key is not signalled yet
 */
public record Signal(
    boolean failed,
    boolean arrival,
    @Nullable String id,
    @Nullable Value value,
    @Nullable Duration ttl,
    boolean first) {
  /** A signal that is recorded whatever was signalled before. */
  public Signal(
      boolean failed,
      boolean arrival,
      @Nullable String id,
      @Nullable Value value,
      @Nullable Duration ttl) {
    this(failed, arrival, id, value, ttl, false);
  }

  /** The key is ready. */
  public static Signal ok() {
    return new Signal(false, false, null, null, null);
  }

  /**
   * The same failure without its reason and id, if there is no room for these: the waits must still
   * end. Null if it has neither, or is not a failure.
   */
  @Nullable Signal withoutWhatTakesRoom() {
    return failed && (value != null || id != null)
        ? new Signal(true, arrival, null, null, ttl, first)
        : null;
  }
}
