package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Makes one attempt, as the prober does. */
final class Attempts {
  private Attempts() {}

  static CompletableFuture<Attempt> begin(Probe probe, Clock clock, Duration timeout) {
    PendingAttempt attempt = PendingAttempt.start(clock, timeout);
    probe.begin(attempt);
    return attempt.ended().thenApply(PendingAttempt.Ended::attempt);
  }
}
