package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.settings.Durations;
import java.time.Duration;

/**
 * The longest that one attempt may take, look-up included, of whatever kind it is. Immutable.
 *
 * @param timeout how long
 */
record Deadline(Clock clock, Duration timeout) {
  /** An attempt that fails by itself when the time is over. */
  PendingAttempt newAttempt() {
    PendingAttempt attempt = new PendingAttempt();
    Clock.Alarm alarm = clock.after(timeout, () -> attempt.endUnanswered(inWords()));
    attempt.whenComplete((done, defect) -> alarm.cancel());
    return attempt;
  }

  /** What an attempt failed with that had no answer. */
  String inWords() {
    return "no answer within " + Durations.format(timeout);
  }
}
