package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/** What became of a signal. Immutable. */
public sealed interface Recording {
  Recording DONE = new Done();

  /** It stands. */
  record Done() implements Recording {}

  /**
   * There was no room for it.
   *
   * @param why which limit is in the way, in words
   */
  record NoRoom(String why) implements Recording {}

  /**
   * It had to be the first, and the key is signalled already.
   *
   * @param caller the one that signalled it
   * @param value of that signal; null if it has none
   */
  record Preceded(String caller, @Nullable Value value) implements Recording {}
}
