/** Runs the application by itself: the command line, and the server that is in the WAR. */
@NullMarked
package io.github.webrendezvous.launch;

import org.jspecify.annotations.NullMarked;
