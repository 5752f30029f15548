package io.github.webrendezvous.web;

import org.jspecify.annotations.Nullable;

/**
 * Checks one part of the application.
 *
 * @param name in one word
 * @param forLife whether the process must be restarted if it fails; else it only takes no requests
 *     for now
 * @param problem says what is wrong; must be fast
 */
public record HealthCheck(String name, boolean forLife, Problem problem) {
  /** What is wrong with a part. */
  public interface Problem {
    /** One short sentence; null if nothing is wrong. */
    @Nullable String inWords();
  }
}
