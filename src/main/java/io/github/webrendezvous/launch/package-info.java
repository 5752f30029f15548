/** Runs the application standalone: the command line and the server in the WAR. */
@NullMarked
package io.github.webrendezvous.launch;

import org.jspecify.annotations.NullMarked;
