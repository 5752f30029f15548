package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * How it stood with one of several terms when the wait ended. Immutable.
 *
 * @param path the term, as a request names it
 * @param outcome what had become of it; null if it was open, or did not matter any more
 */
public record TermState(String path, @Nullable Outcome outcome) {}
