/**
 * Signals that several nodes share, in PostgreSQL.
 *
 * <p>The table is the truth; notifications are hints; polling makes up for those that are lost.
 *
 * <pre>
 *   PUT  --> writer: lock, read what is new, check, insert a group, notify, commit --> answers
 *   GET  --> reader: read what is new -------------------------------------------> wait begins
 *                      |                                        ^
 *                      v                                        | hint, or every second
 *                    history --> registry --> waits        listener: LISTEN
 * </pre>
 *
 * <p>Each change is a row with a revision. A writer holds an advisory lock from before it reads the
 * newest revision until its commit, so revisions have no gaps, and their order is that of the
 * commits. Every node applies the same rows in the same order. The trimmer folds old rows into one
 * row for each key.
 */
@NullMarked
package io.github.webrendezvous.store;

import org.jspecify.annotations.NullMarked;
