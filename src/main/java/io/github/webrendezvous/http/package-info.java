/** Requests and responses of HTTP: paths, queries, headers, bodies. It knows nothing of waits. */
@org.jspecify.annotations.NullMarked
package io.github.webrendezvous.http;
