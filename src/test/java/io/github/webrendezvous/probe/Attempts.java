package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Makes one attempt, as the prober does. */
final class Attempts {
  /** A policy that allows everything but the addresses that are denied by default. */
  static final ProbePolicy ANYTHING = ProbePolicy.parse("", "");

  private Attempts() {}

  /** An address of this machine. */
  static PermittedAddress loopback(int port) {
    try {
      return ANYTHING.permit("localhost", InetAddress.getLoopbackAddress(), port);
    } catch (DeniedException e) {
      throw new IllegalStateException(e);
    }
  }

  static CompletableFuture<Attempt> begin(Probe probe, Clock clock, Duration timeout) {
    PendingAttempt attempt = PendingAttempt.start(clock, timeout);
    probe.begin(attempt);
    return attempt.ended().thenApply(PendingAttempt.Ended::attempt);
  }
}
