package io.github.webrendezvous.rendezvous;

/** Text that is remembered to be shown to people: not long, whoever wrote it. */
public final class Truncated {
  private static final int LONGEST = 300;

  private Truncated() {}

  /** The text, cut where it is too long, and never within a character. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
