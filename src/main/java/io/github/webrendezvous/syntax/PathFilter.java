package io.github.webrendezvous.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Which keys and targets a reader wants. Immutable.
 *
 * @param path the only one, or the beginning of all if {@code isPrefix}; null for all
 */
public record PathFilter(@Nullable String path, boolean isPrefix) {
  private static final String EVERYTHING = "*";

  /**
   * Reads {@code abc} or {@code run-1/*}.
   *
   * @param written with or without its first slash; null for all
   */
  public static PathFilter of(@Nullable String written) {
    String path = written == null || written.startsWith("/") ? written : "/" + written;
    boolean isPrefix = path != null && path.endsWith(EVERYTHING);
    return new PathFilter(
        path != null && isPrefix ? path.substring(0, path.length() - 1) : path, isPrefix);
  }

  /** Whether a path is among those that are shown. */
  public boolean accepts(String of) {
    return path == null || (isPrefix ? of.startsWith(path) : of.equals(path));
  }
}
