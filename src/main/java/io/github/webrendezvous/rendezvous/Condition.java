package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/** What must hold for a wait to end well. Immutable. */
public sealed interface Condition {
  /** What else it asks for than to be there, in words; null if nothing. */
  default @Nullable String inWords() {
    return null;
  }

  /** How a request names it: the path after the application's own. */
  String path();

  /**
   * A key is signalled.
   *
   * @param count by how many arrivals, at least one
   */
  record Signalled(Key key, long count) implements Condition {
    public Signalled {
      if (count < 1) {
        throw new IllegalArgumentException("nobody waits for " + count + " arrivals");
      }
    }

    /** It is signalled at all. */
    public Signalled(Key key) {
      this(key, 1);
    }

    @Override
    public String path() {
      return key.name();
    }

    @Override
    public @Nullable String inWords() {
      return count == 1 ? null : "for " + count + " arrivals";
    }
  }

  /** A look at a target succeeds, at an attempt that ends after the wait began. */
  record Succeeds(Target target) implements Condition {
    @Override
    public String path() {
      return target.path();
    }
  }
}
