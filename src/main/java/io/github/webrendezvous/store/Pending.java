package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Signals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Something that the database must answer within a time. Thread-safe. */
class Pending<T> {
  private enum State {
    QUEUED,
    /** It may have been recorded. */
    SENT,
    EXPIRED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final Clock.Task timer;

  /**
   * @param answering completes the future when the time is over
   * @param nothingDone the message if it is over before it was sent
   * @param unknown the message if it is over afterwards
   */
  Pending(
      Clock clock,
      Executor answering,
      Duration longest,
      Supplier<String> nothingDone,
      Supplier<String> unknown) {
    timer =
        clock.after(
            longest,
            () ->
                answering.execute(
                    () -> {
                      boolean sent = !state.compareAndSet(State.QUEUED, State.EXPIRED);
                      fail(sent ? unknown.get() : nothingDone.get());
                    }));
  }

  final CompletableFuture<T> future() {
    return future;
  }

  /** Notes that it is sent; false if its time is over. */
  public final boolean send() {
    return !future.isDone()
        && (state.compareAndSet(State.QUEUED, State.SENT) || state.get() == State.SENT);
  }

  final boolean isDone() {
    return future.isDone();
  }

  final void complete(T result) {
    timer.cancel();
    future.complete(result);
  }

  public final void fail(String message) {
    timer.cancel();
    future.completeExceptionally(new Signals.UnavailableException(message));
  }
}
