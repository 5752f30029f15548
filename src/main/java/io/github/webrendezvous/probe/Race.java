package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Combines attempts that run at the same time, one success of which is enough. */
final class Race {
  /** The states of attempts without success, the one that says most about the target first. */
  private static final List<Attempt.State> TELLING =
      List.of(
          Attempt.State.ANSWERED,
          Attempt.State.UNANSWERED,
          Attempt.State.NOT_MADE,
          Attempt.State.CLOSED,
          Attempt.State.DENIED);

  private Race() {}

  /** The first success of several, else the last failure; at least one must be given. */
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

  /**
   * The first attempt that succeeds at one of several addresses; else, when all have ended, the
   * result that says most: a target is closed only if it is closed at every address.
   */
  static CompletableFuture<Attempt> best(List<CompletableFuture<Attempt>> atEach) {
    CompletableFuture<Attempt> best = new CompletableFuture<>();
    atEach.forEach(each -> each.thenAccept(done -> completeIfSuccess(best, done)));
    CompletableFuture.allOf(atEach.toArray(CompletableFuture<?>[]::new))
        .whenComplete(
            (done, defect) -> {
              if (defect != null) {
                best.completeExceptionally(defect);
              } else {
                best.complete(
                    atEach.stream()
                        .map(CompletableFuture::join)
                        .min(Comparator.comparingInt(a -> TELLING.indexOf(a.state())))
                        .orElseThrow());
              }
            });
    return best;
  }

  private static void completeIfSuccess(CompletableFuture<Attempt> best, Attempt attempt) {
    if (attempt.isSuccess()) {
      best.complete(attempt);
    }
  }
}
