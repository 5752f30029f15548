package io.github.webrendezvous.rendezvous;

/** Shortens texts that are kept to be shown to people. */
public final class Truncated {
  private static final int LONGEST = 300;

  private Truncated() {}

  /** The text; a long one is cut, but not within a character. */
  public static String of(String text) {
    return of(text, LONGEST);
  }

  /** The same with a shorter limit, in UTF-16 characters. */
  static String of(String text, int limit) {
    int longest = Math.min(limit, LONGEST);
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
