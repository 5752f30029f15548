/** Probes of targets that nobody signals: the kinds of probe, and the prober that runs them. */
@NullMarked
package io.github.webrendezvous.probe;

import org.jspecify.annotations.NullMarked;
