package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a key. It latches: waits that begin later are told, too. Immutable.
 *
 * @param failed whether the key can no longer come to hold
 * @param arrival whether this is one more of several who are to come
 * @param id who has come, so that who says it again is counted once; null for somebody new each
 *     time
 * @param value what is handed to everybody who waits, or why it failed; null if there is none
 * @param ttl how long the signal stands; null if for ever
 * @param first whether it counts only if the key is not signalled yet
 */
public record Signal(
    boolean failed,
    boolean arrival,
    @Nullable String id,
    @Nullable Value value,
    @Nullable Duration ttl,
    boolean first) {
  /** One that counts whatever was signalled before. */
  public Signal(
      boolean failed,
      boolean arrival,
      @Nullable String id,
      @Nullable Value value,
      @Nullable Duration ttl) {
    this(failed, arrival, id, value, ttl, false);
  }

  /** The key holds. */
  public static Signal ok() {
    return new Signal(false, false, null, null, null);
  }

  /**
   * The same failure without its reason and id, for a key that has no room for these: who waits
   * must learn of it all the same. Null if that is all there is already, or it is no failure.
   */
  @Nullable Signal withoutWhatTakesRoom() {
    return failed && (value != null || id != null)
        ? new Signal(true, arrival, null, null, ttl, first)
        : null;
  }
}
