/** The composition of the application: its parts, life cycle, threads and log. */
@org.jspecify.annotations.NullMarked
package io.github.webrendezvous.app;
