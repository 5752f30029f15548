package io.github.webrendezvous.rendezvous;

import java.time.Instant;

/**
 * What was last said of a key. It latches: waits that begin later end at once. Immutable.
 *
 * @param at when it was given
 */
public record Signal(Instant at) {}
