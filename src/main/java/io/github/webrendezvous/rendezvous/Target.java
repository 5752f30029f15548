package io.github.webrendezvous.rendezvous;

/**
 * Something outside that nobody signals and that must be looked at: a port, a database. Two targets
 * with the same path are the same.
 */
public interface Target {
  /** The path that a wait on it is asked for by, {@code /_port/memcached/11211}. */
  String path();

  /**
   * Begins a series of attempts. Returns at once; the observer is told from other threads, never
   * before this returns, and one attempt at a time.
   */
  Watch watch(Observer observer);

  /** A running series of attempts. Thread-safe. */
  interface Watch {
    /** Somebody new waits, who wants to see an attempt soon. */
    void joined();

    /** Nobody waits any more. An attempt under way is ended, and may still be told of. */
    void stop();
  }

  /** Is told what a series of attempts finds. */
  interface Observer {
    void attemptBegan();

    void attemptEnded(Attempt attempt);
  }
}
