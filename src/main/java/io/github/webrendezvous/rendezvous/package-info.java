/**
 * Where a signal meets a wait: keys, signals, conditions, waits, outcomes, the registry and the
 * journal.
 */
@NullMarked
package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.NullMarked;
