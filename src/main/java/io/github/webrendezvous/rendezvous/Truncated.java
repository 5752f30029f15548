package io.github.webrendezvous.rendezvous;

/** Shortens texts that are kept to be shown to people. */
public final class Truncated {
  private static final int LONGEST = 300;

  private Truncated() {}

  /** The text; a long one is cut, but not within a character. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
