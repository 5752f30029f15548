package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened. Immutable.
 *
 * @param number counts up from 1 without a gap
 * @param at the time of day
 * @param path the key or target
 * @param caller who asked; null for what a probe found
 * @param lasted how long the wait or the series of attempts had lasted; null for what has no
 *     duration
 * @param detail what else there is to say, in words
 */
public record Event(
    long number,
    Instant at,
    What what,
    String path,
    @Nullable String caller,
    @Nullable Duration lasted,
    @Nullable String detail) {

  /** The kinds of event. */
  public enum What {
    WAIT_BEGAN("wait began"),
    RELEASED("released"),
    TIMED_OUT("timed out"),
    FAILED("failed"),
    /** A wait ended, as its key was reset. */
    RESET_WHILE_WAITING("reset while waiting"),
    SHUT_DOWN("shut down"),
    GONE("gone"),
    SIGNALLED("signalled"),
    SIGNALLED_FAILED("signalled failed"),
    /** A key was reset. */
    RESET("reset"),
    /** A signal had stood for as long as it was given for. */
    EXPIRED("expired"),
    /** A signal was the oldest that nobody waits for, and there was no room for another. */
    FORGOTTEN("forgotten"),
    /** A wait found no room. */
    REFUSED("refused"),
    /** A signal found no room. */
    SIGNAL_REFUSED("signal refused"),
    /** The first attempt of a series, or the first with another error than the one before. */
    ATTEMPT_FAILED("attempt failed"),
    ATTEMPT_SUCCEEDED("attempt succeeded"),
    /** A series of attempts ended without success, as nobody waited any longer. */
    ATTEMPTS_ENDED("attempts ended");

    /** What is recorded of a wait that ended so. */
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

    /** As it is written for people. */
    public String words() {
      return words;
    }
  }
}
