/** The parts of the application put together: their list, life cycle, threads and log. */
@org.jspecify.annotations.NullMarked
package io.github.webrendezvous.app;
