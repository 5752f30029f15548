package io.github.webrendezvous.store;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Gives answers on other threads than those that talk to the database. Thread-safe. */
final class Answers {
  private final Executor threads;

  Answers(Executor threads) {
    this.threads = threads;
  }

  /** Calls the action for each, some at a time. */
  <T> void give(List<T> all, int together, Consumer<T> action) {
    for (int from = 0; from < all.size(); from += together) {
      List<T> some = all.subList(from, Math.min(all.size(), from + together));
      threads.execute(() -> some.forEach(action));
    }
  }
}
