/**
 * Streams: events as they happen and the progress of a wait, in two formats. No thread belongs to
 * one stream, and a slow reader delays nobody.
 */
@NullMarked
package io.github.webrendezvous.stream;

import org.jspecify.annotations.NullMarked;
