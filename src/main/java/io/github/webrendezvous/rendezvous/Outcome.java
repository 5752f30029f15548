package io.github.webrendezvous.rendezvous;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a wait ended. Immutable. */
public sealed interface Outcome {
  /** Released, with nothing to hand over. */
  Outcome RELEASED = new Released(null);

  /**
   * The condition held.
   *
   * @param value what the signal carried; null if nothing
   * @param because why it is taken to hold, where that is not plain; null otherwise
   */
  record Released(@Nullable Value value, @Nullable String because) implements Outcome {
    public Released(@Nullable Value value) {
      this(value, null);
    }
  }

  /** The deadline came first; what was missing then, at least one. */
  record TimedOut(List<Missing> missing) implements Outcome {
    public TimedOut {
      missing = List.copyOf(missing);
    }

    /** One condition was missing. */
    public TimedOut(Missing missing) {
      this(List.of(missing));
    }

    /** All that was missing, for people. */
    public String inWords() {
      return missing.size() == 1
          ? missing.get(0).inWords()
          : missing.stream()
              .map(each -> each.path() + ": " + each.inWords())
              .collect(Collectors.joining("; "));
    }
  }

  /**
   * The key was signalled as failed.
   *
   * @param path which key
   * @param reason why; null if it was not said
   */
  record Failed(String path, @Nullable Value reason) implements Outcome {}

  /**
   * The key was reset.
   *
   * @param path which key
   */
  record Reset(String path) implements Outcome {}

  /**
   * It would have to park, and there is no room for it.
   *
   * @param limit what there is too much of, in words
   */
  record NoRoom(String limit) implements Outcome {}

  /** The service is going away. */
  record ShutDown() implements Outcome {}

  /** The container said that there is nobody left to answer. */
  record Gone() implements Outcome {}
}
