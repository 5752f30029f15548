package io.github.webrendezvous.rendezvous;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and what it says about itself. Immutable.
 *
 * @param name for page and log
 * @param trace the trace that the request belongs to, 32 hexadecimal digits (W3C Trace Context,
 *     section 3.2.2.3); null if it names none
 * @param willSignal the keys that it will signal when its wait is released; they explain what other
 *     waits depend on
 */
public record Caller(String name, @Nullable String trace, List<Key> willSignal) {
  /** The most keys that one caller can announce. */
  public static final int MOST_ANNOUNCED = 16;

  public Caller {
    willSignal = List.copyOf(willSignal);
  }

  /** A caller that announces no signal. */
  public Caller(String name, @Nullable String trace) {
    this(name, trace, List.of());
  }

  /** A caller without a trace. */
  public Caller(String name) {
    this(name, null);
  }
}
