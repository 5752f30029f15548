package io.github.webrendezvous.rendezvous;

import java.nio.charset.StandardCharsets;

/** Shows the difference of two names that look the same. */
final class Difference {
  private Difference() {}

  /**
   * A name in which the characters that differ from another name are percent-encoded, unless they
   * are visible ASCII characters: a zero-width space, an accent on its own, a letter of another
   * alphabet.
   */
  static String encoded(String name, String other) {
    int shorter = Math.min(name.length(), other.length());
    int start = 0;
    while (start < shorter && name.charAt(start) == other.charAt(start)) {
      start++;
    }
    int ends = 0;
    while (ends < shorter - start
        && name.charAt(name.length() - 1 - ends) == other.charAt(other.length() - 1 - ends)) {
      ends++;
    }
    if (start > 0 && Character.isHighSurrogate(name.charAt(start - 1))) {
      start--;
    }
    if (ends > 0 && Character.isLowSurrogate(name.charAt(name.length() - ends))) {
      ends--;
    }
    StringBuilder encoded = new StringBuilder(name.substring(0, start));
    for (byte each : name.substring(start, name.length() - ends).getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ') {
        encoded.append((char) each);
      } else {
        encoded.append(String.format("%%%02X", each));
      }
    }
    return encoded.append(name.substring(name.length() - ends)).toString();
  }
}
