package io.github.webrendezvous.rendezvous;

/**
 * A limit that is reached. Immutable.
 *
 * @param most its value
 */
public record Limit(Kind kind, long most) {
  /** What is limited. */
  public enum Kind {
    /** How many waits are held. */
    WAITS,
    /** How many waits one caller has. */
    WAITS_OF_CALLER,
    /** How many terms the waits have, {@link Limits#TERMS_PER_WAIT} times as many as waits. */
    TERMS,
    /** How many keys and targets are known. */
    KEYS,
    /** How many targets are probed at once. */
    TARGETS,
    /** How many bytes values, reasons and ids have together. */
    VALUE_BYTES
  }
}
