package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that is probed, as nobody signals it: a port, a database. Two targets with the same
 * path are the same.
 */
public interface Target {
  /** The path of a wait for it, {@code /_port/memcached/11211}. */
  String path();

  /**
   * Begins a series of attempts. Returns at once; the observer is called on other threads, never
   * before this returns, and for one attempt at a time.
   */
  Watch watch(Observer observer);

  /** A running series of attempts. Thread-safe. */
  interface Watch {
    /** A new wait needs an attempt soon. */
    void joined();

    /** How long until the next attempt begins; null while one is running. */
    @Nullable Duration untilNext();

    /** No wait needs it any more. A running attempt is ended, and may still be reported. */
    void stop();
  }

  /** Gets the results of a series of attempts. */
  interface Observer {
    void attemptBegan();

    void attemptEnded(Attempt attempt);
  }
}
