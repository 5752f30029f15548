package io.github.webrendezvous.probe;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Several that run side by side, of which one that succeeds is enough. */
final class Race {
  private Race() {}

  /** The first of several that succeeds, else the last that fails; at least one must be given. */
  static <T> CompletableFuture<T> firstToSucceed(List<CompletableFuture<T>> several) {
    CompletableFuture<T> first = new CompletableFuture<>();
    AtomicInteger pending = new AtomicInteger(several.size());
    for (CompletableFuture<T> each : several) {
      each.whenComplete(
          (value, failure) -> {
            if (failure == null) {
              first.complete(value);
            } else if (pending.decrementAndGet() == 0) {
              first.completeExceptionally(failure);
            }
          });
    }
    return first;
  }
}
