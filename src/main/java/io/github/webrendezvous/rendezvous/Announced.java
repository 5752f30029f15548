package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One caller that has announced that it will signal a key when its wait is released. Immutable.
 *
 * @param caller who
 * @param lasting its wait; null once that has ended
 * @param ended how the wait ended; null while it lasts
 * @param at when the wait began, or when it ended
 */
public record Announced(
    Caller caller, @Nullable Wait lasting, Event.@Nullable What ended, Instant at) {
  static Announced of(Wait wait) {
    return new Announced(wait.caller(), wait, null, wait.since());
  }

  static Announced of(Wait wait, Outcome outcome) {
    Duration lasted = wait.lasted();
    return new Announced(wait.caller(), null, Event.What.of(outcome), wait.since().plus(lasted));
  }

  /** Whether its caller may still signal the key, although its wait has ended. */
  boolean maySignal() {
    return ended != null && ended != Event.What.IN_CYCLE;
  }
}
