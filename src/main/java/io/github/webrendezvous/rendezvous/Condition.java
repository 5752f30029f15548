package io.github.webrendezvous.rendezvous;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold for a wait to end well. Immutable. */
public sealed interface Condition {
  /** How a request names it: the path after the application's own. */
  String path();

  /** What else it asks for than to be there, in words; null if nothing. */
  default @Nullable String inWords() {
    return null;
  }

  /** What one meeting point decides. */
  sealed interface Term extends Condition {}

  /**
   * A key is signalled.
   *
   * @param count by how many arrivals, at least one
   */
  record Signalled(Key key, long count) implements Term {
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
  record Succeeds(Target target) implements Term {
    @Override
    public String path() {
      return target.path();
    }
  }

  /** What several meeting points say together. */
  sealed interface Several extends Condition {
    /** At least one. */
    List<Condition> terms();
  }

  /**
   * Every term has held, each at some time since the wait began; one that failed or was reset ends
   * it.
   */
  record AllOf(String path, List<Condition> terms) implements Several {
    public AllOf {
      terms = List.copyOf(terms);
    }
  }

  /** One term holds; it ends in vain once none can hold any more. */
  record AnyOf(String path, List<Condition> terms) implements Several {
    public AnyOf {
      terms = List.copyOf(terms);
    }
  }
}
