/**
 * What people see of waits, signals and probes: who depends on whom, as data and as text, without
 * HTTP.
 */
@org.jspecify.annotations.NullMarked
package io.github.webrendezvous.view;
