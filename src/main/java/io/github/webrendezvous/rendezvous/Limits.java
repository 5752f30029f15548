package io.github.webrendezvous.rendezvous;

/**
 * How much a registry remembers at most. Immutable.
 *
 * @param waits how many waits may be parked; they may have {@link #TERMS_PER_WAIT} times as many
 *     terms
 * @param keys how many keys and targets are known, whether waited for, signalled or timed out
 * @param valueBytes how many bytes all values and ids may have together
 */
public record Limits(int waits, int keys, long valueBytes) {
  /** A term costs some 420 bytes (docs/operation.md, Sizing). */
  public static final int TERMS_PER_WAIT = 16;
}
