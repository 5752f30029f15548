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

  /** Looks the same way, and succeeds when this fails; an attempt that was not made stays so. */
  default Probe inverted() {
    return () ->
        attempt()
            .thenApply(
                attempt -> {
                  if (!attempt.made()) {
                    return attempt;
                  }
                  return attempt.error() == null
                      ? Attempt.failed("still there")
                      : Attempt.succeeded();
                });
  }
}
