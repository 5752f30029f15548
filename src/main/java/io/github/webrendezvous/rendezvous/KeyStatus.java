package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one key or target at one moment. Immutable.
 *
 * @param path the key or target
 * @param waits who waits for it, in the order in which they came
 * @param timeout the last wait that timed out, unless it was signalled or a wait succeeded since
 * @param held when it was signalled as holding, or a look at it succeeded; null if it was not
 * @param failure that the key was signalled as failed; null if it was not
 * @param arrivals how many have come to the key; zero for a target
 * @param look what the probe has seen since the first of the waits began; null for a key, or where
 *     nobody waits
 */
public record KeyStatus(
    String path,
    List<Wait> waits,
    @Nullable Timeout timeout,
    @Nullable Instant held,
    @Nullable Failure failure,
    long arrivals,
    Missing.@Nullable Look look) {

  /** Whether the original's list of what is waited for or timed out has it. */
  public boolean isWaitingOrFailed() {
    return !waits.isEmpty() || timeout != null || failure != null;
  }

  /**
   * A signal that said that the key can no longer come to hold.
   *
   * @param at the time of day
   * @param reason why; null if it was not said
   */
  public record Failure(Instant at, @Nullable Value reason) {}

  /**
   * A wait that timed out.
   *
   * @param at the time of day
   * @param caller who had asked
   * @param waited for how long
   * @param why what was missing, in words
   */
  public record Timeout(Instant at, String caller, Duration waited, String why) {}
}
