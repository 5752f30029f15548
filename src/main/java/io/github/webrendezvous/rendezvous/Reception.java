package io.github.webrendezvous.rendezvous;

import java.util.List;

/** What the point of a key says to a signal, or to a latch that a store has recorded. */
sealed interface Reception extends Points.Visit {
  /** The point has retired. */
  Reception RETIRED = new Retired();

  /** It is applied, and has resolved these queues. */
  record Applied(List<WaitQueue> resolved) implements Reception {}

  /** It had to be the first, but was not. */
  record Preceded(Recording.Preceded by) implements Reception {}

  /**
   * There is no room for its value or id.
   *
   * @param bytes that it needs besides those that the key holds
   */
  record Refused(KeyPoint point, long bytes) implements Reception {}

  /** The point has retired. */
  record Retired() implements Reception {
    @Override
    public boolean foundRetired() {
      return true;
    }
  }
}
