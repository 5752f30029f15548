package io.github.webrendezvous.view;

import io.github.webrendezvous.rendezvous.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A moment in a timeline: a signal, or an attempt of a probe. Immutable.
 *
 * @param number of its event; a higher one is later
 * @param caller the signaller; null for an attempt
 * @param detail in words; empty if there is nothing to say
 */
public record Mark(
    long number, Instant at, Event.What what, String path, @Nullable String caller, String detail) {
  /** How waits can end because of it; null if none can. */
  Event.@Nullable What ends() {
    return switch (what) {
      case SIGNALLED, ATTEMPT_SUCCEEDED -> Event.What.RELEASED;
      case SIGNALLED_FAILED, ATTEMPT_FAILED -> Event.What.FAILED;
      case RESET -> Event.What.RESET_WHILE_WAITING;
      default -> null;
    };
  }

  /** Whether a probe has looked. */
  boolean isProbe() {
    return what == Event.What.ATTEMPT_FAILED || what == Event.What.ATTEMPT_SUCCEEDED;
  }

  public boolean isSignal() {
    return what == Event.What.SIGNALLED || what == Event.What.SIGNALLED_FAILED;
  }
}
