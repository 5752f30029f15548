package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A moment in a timeline: a signal, or an attempt of a probe. Immutable.
 *
 * @param caller the signaller; null for an attempt
 * @param detail in words; empty if there is nothing to say
 */
public record Mark(
    Instant at, Event.What what, String path, @Nullable String caller, String detail) {
  /** Whether waits can be released by it. */
  public boolean releases() {
    return what == Event.What.SIGNALLED
        || what == Event.What.SIGNALLED_FAILED
        || what == Event.What.ATTEMPT_SUCCEEDED;
  }

  /** Whether a probe has looked. */
  boolean isProbe() {
    return what == Event.What.ATTEMPT_FAILED || what == Event.What.ATTEMPT_SUCCEEDED;
  }

  public boolean isSignal() {
    return what == Event.What.SIGNALLED || what == Event.What.SIGNALLED_FAILED;
  }
}
