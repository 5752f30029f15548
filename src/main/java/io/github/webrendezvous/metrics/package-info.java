/**
 * Metrics in the formats of Prometheus: what is measured, under which names, and how it is written.
 */
@org.jspecify.annotations.NullMarked
package io.github.webrendezvous.metrics;
