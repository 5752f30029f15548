package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Signals in the memory of this process, which end with it. Every future is complete at once. */
public final class OwnSignals implements Signals {
  private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);

  private final Registry registry;

  public OwnSignals(Registry registry) {
    this.registry = registry;
  }

  @Override
  public CompletableFuture<Recording> record(Key key, Signal signal, Caller caller) {
    return CompletableFuture.completedFuture(registry.record(key, signal, caller));
  }

  @Override
  public CompletableFuture<?> reset(Key key, Caller caller) {
    registry.reset(key, caller);
    return DONE;
  }

  @Override
  public CompletableFuture<Integer> resetAll(String prefix, Caller caller) {
    return CompletableFuture.completedFuture(registry.resetAll(prefix, caller));
  }

  @Override
  public CompletableFuture<?> current(Duration longest) {
    return DONE;
  }
}
