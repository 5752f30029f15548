package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * How it stood with one of several terms when the wait ended. Immutable.
 *
 * @param term what was waited for
 * @param outcome what had become of it; null if it was open, or did not matter any more
 */
public record TermState(Condition.Term term, @Nullable Outcome outcome) {}
