package io.github.webrendezvous.stream;

import org.jspecify.annotations.Nullable;

/** What one stream sends. Called by one thread at a time. */
interface Feed {
  /**
   * The next bytes to send, which may be none; null if there is nothing to send now.
   *
   * @param most how much may be looked at in this turn
   */
  byte @Nullable [] next(int most);

  /** Whether there is nothing to send any more, so that the stream ends. */
  boolean isOver();

  /** The bytes of the last call have been sent, or are not sent any more. */
  default void sent() {}

  /** The stream has ended; called once, on any thread. */
  default void ended() {}
}
