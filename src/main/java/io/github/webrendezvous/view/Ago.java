package io.github.webrendezvous.view;

import java.time.Duration;

/** Durations for people who look at what happens now. */
public final class Ago {
  private static final int SECONDS_UNTIL = 120;
  private static final int MINUTES_UNTIL = 7_200;

  private Ago() {}

  /** {@code 12 s}, {@code 5 min} or {@code 3 h}; a negative duration is {@code 0 s}. */
  public static String inWords(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < SECONDS_UNTIL) {
      return seconds + " s";
    }
    return seconds < MINUTES_UNTIL ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }
}
