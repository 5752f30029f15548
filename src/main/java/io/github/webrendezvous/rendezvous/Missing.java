package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * A condition that did not hold, and why. Immutable.
 *
 * @param path the condition
 * @param look what the probe saw while the wait was parked; null for a key
 */
public record Missing(String path, @Nullable Look look) {

  /**
   * What the probe of a target saw so far.
   *
   * @param attempts how many attempts began
   * @param lastError why the last attempt that ended did not succeed; null while none has ended
   */
  public record Look(long attempts, @Nullable String lastError) {}
}
