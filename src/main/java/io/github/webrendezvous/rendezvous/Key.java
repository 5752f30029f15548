package io.github.webrendezvous.rendezvous;

import java.nio.charset.StandardCharsets;

/**
 * The name that two programs agree on: a path such as {@code /abc} or {@code /stack1/db_ready}.
 * Immutable.
 *
 * @param name the decoded path, {@code /} first
 */
public record Key(String name) {
  /** The longest key, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1_024;

  private static final int MOST_BYTES_PER_CHAR = 3;

  /**
   * Checks only the form of all keys; where requests are read, more is checked.
   *
   * @throws IllegalArgumentException if the name does not start with a slash, is too long or is
   *     reserved
   */
  public Key {
    if (!name.startsWith("/") || name.length() < 2 || name.startsWith("/_")) {
      throw new IllegalArgumentException("a key is written /name, and not /_name: " + name);
    }
    if (isTooLong(name)) {
      throw new IllegalArgumentException("a key has at most " + MAX_BYTES + " bytes");
    }
  }

  /** Whether it has more than {@link #MAX_BYTES} in UTF-8. */
  public static boolean isTooLong(String name) {
    return name.length() > MAX_BYTES
        || (name.length() > MAX_BYTES / MOST_BYTES_PER_CHAR
            && name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
  }

  @Override
  public String toString() {
    return name;
  }
}
