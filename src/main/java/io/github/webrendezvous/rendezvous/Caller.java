package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request. Immutable.
 *
 * @param name for page and log
 * @param trace the trace that the request belongs to, 32 hexadecimal digits (W3C Trace Context,
 *     section 3.2.2.3); null if it names none
 */
public record Caller(String name, @Nullable String trace) {
  /** A caller without a trace. */
  public Caller(String name) {
    this(name, null);
  }
}
