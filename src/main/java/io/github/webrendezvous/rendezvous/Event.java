package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One event. Immutable.
 *
 * @param number counts up from 1 without gaps
 * @param at the wall-clock time
 * @param path the key or target
 * @param caller who sent the request; null for what a probe found
 * @param lasted how long the wait or the series of attempts had lasted, the timeout of a wait that
 *     began; null for what has no duration
 * @param detail its details; null if there are none
 */
public record Event(
    long number,
    Instant at,
    What what,
    String path,
    @Nullable Caller caller,
    @Nullable Duration lasted,
    @Nullable Detail detail) {

  /** Why a signal is forgotten. */
  static final Detail NO_ROOM_FOR_MORE = new Text("to make room");

  /** The details of an event; of limited size, as the journal keeps them. Immutable. */
  public sealed interface Detail {
    /** For people. */
    String inWords();
  }

  /** A text, which is truncated. */
  public record Text(String inWords) implements Detail {
    public Text {
      inWords = Truncated.of(inWords);
    }
  }

  /**
   * What a wait missed when it timed out; of many, only the first.
   *
   * @param parts at least one
   * @param more how many are left out
   */
  public record Missed(List<Part> parts, int more) implements Detail {
    private static final int MOST_PARTS = 10;

    /** The most characters of all reasons together. */
    private static final int MOST_CHARACTERS = 600;

    /**
     * One key or target.
     *
     * @param why for people
     */
    public record Part(String path, String why) {}

    public Missed {
      parts = List.copyOf(parts);
    }

    /** The first of these, with shortened reasons. */
    public static Missed of(List<Part> all) {
      int kept = Math.min(MOST_PARTS, all.size());
      return new Missed(
          all.stream()
              .limit(kept)
              .map(part -> new Part(part.path(), Truncated.of(part.why(), MOST_CHARACTERS / kept)))
              .toList(),
          all.size() - kept);
    }

    static String inWords(List<Part> parts) {
      if (parts.size() == 1) {
        return parts.get(0).why();
      }
      StringJoiner words = new StringJoiner("; ");
      parts.forEach(part -> words.add(part.path() + ": " + part.why()));
      return words.toString();
    }

    @Override
    public String inWords() {
      return Truncated.of(inWords(parts) + (more == 0 ? "" : "; and " + more + " more"));
    }
  }

  /** A limit that is reached. */
  public record LimitReached(Limit limit) implements Detail {
    @Override
    public String inWords() {
      return limit.kind() + " " + limit.most();
    }
  }

  /** How many arrivals a wait is for. */
  public record Arrivals(long count) implements Detail {
    @Override
    public String inWords() {
      return "for " + count + " arrivals";
    }
  }

  /**
   * What a wait with several terms is for.
   *
   * @param paths the keys and targets
   * @param isAll whether all of them must hold, and not any
   */
  public record Terms(List<String> paths, boolean isAll) implements Detail {
    public Terms {
      paths = List.copyOf(paths);
    }

    @Override
    public String inWords() {
      return "for " + (isAll ? "all" : "any") + " of " + paths.size();
    }
  }

  /**
   * An attempt that ended.
   *
   * @param number which attempt of the series
   * @param words its result; null if there is nothing to add
   */
  public record Attempt(int number, @Nullable String words) implements Detail {
    public Attempt {
      words = words == null ? null : Truncated.of(words);
    }

    @Override
    public String inWords() {
      return "attempt " + number + (words == null ? "" : ": " + words);
    }
  }

  /**
   * A series of attempts that ended without success.
   *
   * @param lastError null if none has ended
   */
  public record Attempts(int ended, @Nullable String lastError) implements Detail {
    public Attempts {
      lastError = lastError == null ? null : Truncated.of(lastError);
    }

    @Override
    public String inWords() {
      return ended
          + (ended == 1 ? " attempt" : " attempts")
          + (lastError == null ? "" : ", the last: " + lastError);
    }
  }

  /**
   * What a signal carried.
   *
   * @param failed whether the key cannot become ready
   * @param arrivals how many have arrived with it; -1 if it is not an arrival
   * @param id of the arrival; null if it named none
   * @param valueBytes the size of its value, which may be a secret; -1 if it has none
   * @param reason of a failure; null if it gave none
   */
  public record Signalled(
      boolean failed, long arrivals, @Nullable String id, int valueBytes, @Nullable String reason)
      implements Detail {

    /** What a signal carried; null if nothing. */
    static @Nullable Signalled of(Signal signal, long arrivals) {
      Value value = signal.value();
      if (!signal.arrival() && signal.id() == null && value == null) {
        return null;
      }
      return new Signalled(
          signal.failed(),
          signal.arrival() ? arrivals : NONE,
          signal.id(),
          value == null || signal.failed() ? NONE : value.size(),
          value == null || !signal.failed() ? null : value.toString());
    }

    private static final int NONE = -1;

    @Override
    public String inWords() {
      StringJoiner words = new StringJoiner(", ");
      if (arrivals != NONE) {
        words.add(failed ? arrivals + " arrivals" : "arrival " + arrivals);
      }
      if (id != null) {
        words.add("id " + id);
      }
      if (reason != null) {
        words.add("reason: " + reason);
      }
      if (valueBytes != NONE) {
        words.add("value of " + valueBytes + " bytes");
      }
      return Truncated.of(words.toString());
    }
  }

  /** The kinds of event. */
  public enum What {
    WAIT_BEGAN("wait began"),
    RELEASED("released"),
    TIMED_OUT("timed out"),
    FAILED("failed"),
    /** A wait ended, as its target must not be probed. */
    DENIED("denied"),
    /** A wait ended, as it waited for itself through the keys that callers announced. */
    IN_CYCLE("in a cycle"),
    /** A wait ended, as its key was reset. */
    RESET_WHILE_WAITING("reset while waiting"),
    SHUT_DOWN("shut down"),
    GONE("gone"),
    SIGNALLED("signalled"),
    SIGNALLED_FAILED("signalled failed"),
    /** A key was reset. */
    RESET("reset"),
    /** A signal reached its time to live. */
    EXPIRED("expired"),
    /** A signal was forgotten to make room: it was the oldest without waits. */
    FORGOTTEN("forgotten"),
    /** A wait found no room. */
    REFUSED("refused"),
    /** A signal found no room. */
    SIGNAL_REFUSED("signal refused"),
    /** The first attempt of a series, or the first with another error than the one before. */
    ATTEMPT_FAILED("attempt failed"),
    ATTEMPT_SUCCEEDED("attempt succeeded"),
    /** A series of attempts ended without success, as no wait needed it any more. */
    ATTEMPTS_ENDED("attempts ended");

    /** The event of a wait with this outcome. */
    static What of(Outcome outcome) {
      if (outcome instanceof Outcome.Released) {
        return RELEASED;
      }
      if (outcome instanceof Outcome.TimedOut) {
        return TIMED_OUT;
      }
      if (outcome instanceof Outcome.Failed) {
        return FAILED;
      }
      if (outcome instanceof Outcome.Denied) {
        return DENIED;
      }
      if (outcome instanceof Outcome.InCycle) {
        return IN_CYCLE;
      }
      if (outcome instanceof Outcome.Reset) {
        return RESET_WHILE_WAITING;
      }
      if (outcome instanceof Outcome.NoRoom) {
        return REFUSED;
      }
      return outcome instanceof Outcome.Gone ? GONE : SHUT_DOWN;
    }

    private final String words;

    What(String words) {
      this.words = words;
    }

    /** Whether a wait ended. */
    public boolean isEndOfWait() {
      return switch (this) {
        case RELEASED,
            TIMED_OUT,
            FAILED,
            DENIED,
            IN_CYCLE,
            RESET_WHILE_WAITING,
            SHUT_DOWN,
            GONE,
            REFUSED ->
            true;
        default -> false;
      };
    }

    /** In words, for people. */
    public String words() {
      return words;
    }
  }
}
