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
 * @param held when it was signalled, or a look at it succeeded; null if it was not
 * @param look what the probe has seen since the first of the waits began; null for a key, or where
 *     nobody waits
 */
public record Standing(
    String path,
    List<Wait> waits,
    @Nullable Timeout timeout,
    @Nullable Instant held,
    Missing.@Nullable Look look) {

  /** Whether the original's list of what is waited for or timed out has it. */
  public boolean isWaitingOrFailed() {
    return !waits.isEmpty() || timeout != null;
  }

  /**
   * A wait that timed out.
   *
   * @param at the time of day
   * @param caller who had asked
   * @param waited for how long
   * @param missing what was missing
   */
  public record Timeout(Instant at, String caller, Duration waited, Missing missing) {}
}
