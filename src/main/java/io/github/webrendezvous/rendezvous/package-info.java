/**
 * Keys, signals, conditions and waits; the registry, where they meet; and the journal.
 *
 * <p>A wait is settled once. Its waiters, one for each term of its condition, are in queues of the
 * points of these terms.
 *
 * <pre>
 *   wait     begun --+-- settled at once -----------------------------------+
 *                    |                                                      v
 *                    +-- waiting -- signal, deadline, reset, shutdown --> settled --> continuation
 *                                   (one compare-and-set decides)                     called once
 *
 *   waiter   arriving --+-- resolved at once
 *                       +-- in a queue --+-- queue resolved --> notified, on another thread
 *                                        +-- removed, as the wait is settled or the term obsolete
 *
 *   point    new --> waiters, a latch or a timeout --> nothing left to remember --> retired
 *                    ^                              |
 *                    +------------------------------+  (its path gets a new point)
 * </pre>
 *
 * <p>The order of locks is described at {@link io.github.webrendezvous.rendezvous.MeetingPoint}.
 */
@NullMarked
package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.NullMarked;
