package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/** The result of a signal. */
public sealed interface Recording {
  /**
   * It is recorded. The waits that it releases are notified by {@link #release()}, which must be
   * called soon, or were notified before, if they are few.
   */
  final class Recorded implements Recording {
    private final @Nullable Runnable release;

    Recorded(@Nullable Runnable release) {
      this.release = release;
    }

    /** Whether waits are still to be released. */
    public boolean hasWaits() {
      return release != null;
    }

    /** Releases the waits on other threads; at most once. */
    public void release() {
      if (release != null) {
        release.run();
      }
    }
  }

  /** There was no room for it. */
  record NoRoom(Limit limit) implements Recording {}

  /**
   * It had to be the first, and the key is signalled already.
   *
   * @param caller the one that signalled it
   * @param value of that signal; null if it has none
   */
  record Preceded(String caller, @Nullable Value value) implements Recording {}
}
