package io.github.webrendezvous.rendezvous;

/** Where a wait stands: at one place, or at several that are weighed. */
sealed interface Position permits Waiter, Evaluation {}
