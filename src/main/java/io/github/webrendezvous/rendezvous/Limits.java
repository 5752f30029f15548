package io.github.webrendezvous.rendezvous;

/**
 * The limits of a registry. Immutable.
 *
 * @param waits the most waits; they may have {@link #TERMS_PER_WAIT} times as many terms
 * @param keys the most keys and targets
 * @param targets the most targets that are probed at once
 * @param valueBytes maximum bytes of all values and ids together
 */
public record Limits(int waits, int keys, int targets, long valueBytes) {
  /** A term costs about 420 bytes (docs/operation.md, Sizing). */
  public static final int TERMS_PER_WAIT = 16;
}
