package io.github.webrendezvous.rendezvous;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition that did not hold, and why. Immutable. */
public sealed interface Missing {
  /** The path of the condition. */
  String path();

  /** Why it did not hold, for people. */
  String inWords();

  /** Keys with a similar name that would have released the wait; empty if this is not a key. */
  default List<String> similar() {
    return List.of();
  }

  /** Whether the missing key is unknown, so that it may be mistyped. */
  default boolean mayHaveSimilar() {
    return false;
  }

  /** Whether it is a key that is missing. */
  default boolean isOfKey() {
    return false;
  }

  /** The number of arrivals that a similar key must have to be suggested. */
  default long wanted() {
    return 1;
  }

  /** The same with similar keys. */
  default Missing withSimilar(List<String> keys) {
    return this;
  }

  /**
   * Nobody signalled the key.
   *
   * @param path the key
   * @param similar signalled keys with a similar name, the most similar first
   */
  record NotSignalled(String path, List<String> similar) implements Missing {
    public NotSignalled {
      similar = List.copyOf(similar);
    }

    @Override
    public String inWords() {
      return "not signalled" + didYouMean(path, similar);
    }

    @Override
    public boolean isOfKey() {
      return true;
    }

    @Override
    public boolean mayHaveSimilar() {
      return true;
    }

    @Override
    public Missing withSimilar(List<String> keys) {
      return new NotSignalled(path, keys);
    }
  }

  /**
   * There were too few arrivals.
   *
   * @param path the key
   * @param arrivals how many there were
   * @param count how many were expected
   * @param ids the ids of arrivals, as far as they are listed
   * @param similar signalled keys with a similar name, if there were no arrivals
   */
  record TooFew(String path, long arrivals, long count, List<String> ids, List<String> similar)
      implements Missing {
    /** The most ids that are listed. */
    static final int LISTED = 100;

    public TooFew {
      ids = List.copyOf(ids);
      similar = List.copyOf(similar);
    }

    @Override
    public String inWords() {
      return arrivals
          + " of "
          + count
          + " arrivals"
          + (ids.isEmpty() ? "" : ", among them " + String.join(", ", ids))
          + didYouMean(path, similar);
    }

    @Override
    public boolean isOfKey() {
      return true;
    }

    @Override
    public long wanted() {
      return count;
    }

    @Override
    public boolean mayHaveSimilar() {
      return arrivals == 0;
    }

    @Override
    public Missing withSimilar(List<String> keys) {
      return new TooFew(path, arrivals, count, ids, keys);
    }
  }

  private static String didYouMean(String path, List<String> similar) {
    if (similar.isEmpty()) {
      return "";
    }
    List<String> shown =
        similar.stream().map(key -> Difference.encoded(key, path)).distinct().toList();
    String asked = Difference.encoded(path, similar.get(0));
    return "; did you mean "
        + String.join(" or ", shown)
        + "?"
        + (asked.equals(path) ? "" : " The requested key is " + asked);
  }

  /**
   * No attempt at the target succeeded.
   *
   * @param path the target
   * @param look the results of the attempts
   */
  record NoSuccess(String path, Look look) implements Missing {
    @Override
    public String inWords() {
      return look.inWords();
    }
  }

  /**
   * The results of the attempts at a target so far.
   *
   * @param attempts the number of attempts that have begun
   * @param lastError why the last attempt that ended did not succeed; null while none has ended
   */
  record Look(long attempts, @Nullable String lastError) {
    /** Why the last attempt failed, or that none has ended yet. */
    public String lastErrorInWords() {
      return lastError == null ? "no answer yet" : lastError;
    }

    /** Attempts and the last error, for people. */
    public String inWords() {
      return attempts
          + (attempts == 1 ? " attempt" : " attempts")
          + ", the last: "
          + lastErrorInWords();
    }
  }
}
