package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Change;

/**
 * A change as it is in the table. Immutable.
 *
 * @param revision its number; there are no gaps
 * @param tag a random number of the group that it was recorded with: after a failover that has lost
 *     changes, another change may have the same revision
 */
record Row(long revision, long tag, Change change) {}
