/**
 * Requests and responses of HTTP: paths, queries, headers, bodies. They know nothing about waits.
 */
@org.jspecify.annotations.NullMarked
package io.github.webrendezvous.http;
