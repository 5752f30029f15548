package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where signals are recorded before the registry applies them: in this process, or in a store that
 * several nodes share. Thread-safe; no method blocks.
 *
 * <p>A future that cannot be completed, because the store is away, ends with an {@link
 * UnavailableException}.
 */
public interface Signals {
  /**
   * Records a signal. When the future is complete, every wait that begins from then on sees the
   * signal, on every node.
   */
  CompletableFuture<Recording> record(Key key, Signal signal, Caller caller);

  /** Forgets the signals of a key and ends the waits for it. */
  CompletableFuture<?> reset(Key key, Caller caller);

  /** Resets every key whose name begins so; the result is how many were known. */
  CompletableFuture<Integer> resetAll(String prefix, Caller caller);

  /**
   * Complete when the registry has applied every signal that was recorded before this call.
   *
   * @param longest how long the caller can wait for that, at least
   */
  CompletableFuture<?> current(Duration longest);

  /** The nodes that share the signals; null if they are in this process. */
  default @Nullable Cluster cluster() {
    return null;
  }

  /** Signals cannot be recorded or read at the moment. */
  final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message for the client: what is known of its request
     */
    public UnavailableException(String message) {
      super(message);
    }
  }
}
