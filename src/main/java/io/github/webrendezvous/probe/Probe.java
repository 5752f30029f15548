package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.util.concurrent.CompletableFuture;

/** What to look at, and how to look once. Thread-safe. */
public interface Probe {
  /**
   * Begins one attempt and returns at once. The attempt ends by itself within the attempt timeout;
   * it ends exceptionally only by a defect.
   */
  CompletableFuture<Attempt> attempt();

  /** Looks the same way, and succeeds when the target is closed; for one series of attempts. */
  default Probe inverted() {
    return new UntilClosed(this);
  }
}
