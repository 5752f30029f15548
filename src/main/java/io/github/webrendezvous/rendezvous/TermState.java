package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * The state of one of several terms when the wait ended. Immutable.
 *
 * @param term the term
 * @param outcome its outcome; null if it was open or obsolete
 */
public record TermState(Condition.Term term, @Nullable Outcome outcome) {}
