package io.github.webrendezvous.rendezvous;

import java.util.Locale;

/**
 * How alike two keys are to somebody who mistyped one of them: in case or punctuation alone, in a
 * few letters, or in what stands before them.
 */
final class Likeness {
  /** Not alike. */
  static final int NONE = Integer.MAX_VALUE;

  private static final int FEW_LETTERS = 2;

  /** Names that are longer are no words that people mistype; comparing them costs too much. */
  private static final int LONGEST_WORD = 100;

  /** In shorter ones, slash and all, one letter makes another name, or two. */
  private static final int SHORT_WORD = 4;

  private static final int WORD = 6;

  private final String name;
  private final String folded;
  private final String bare;

  Likeness(String name) {
    this.name = name;
    this.folded = name.toLowerCase(Locale.ROOT);
    this.bare = bare(folded);
  }

  /** The fewer, the more alike; {@link #NONE} if not at all, or the same. */
  int to(String other) {
    if (other.equals(name)) {
      return NONE;
    }
    String otherFolded = other.toLowerCase(Locale.ROOT);
    if (bare(otherFolded).equals(bare) && !bare.isEmpty()) {
      return 0;
    }
    if (other.endsWith(name) || name.endsWith(other)) {
      return 1; // A key begins with a slash, so whole segments are missing.
    }
    int shorter = Math.min(folded.length(), otherFolded.length());
    int most = shorter < SHORT_WORD ? 0 : shorter < WORD ? 1 : FEW_LETTERS;
    int distance = distance(folded, otherFolded, most);
    return distance == NONE ? NONE : 1 + distance;
  }

  /** Letters and digits alone. */
  private static String bare(String text) {
    StringBuilder bare = new StringBuilder(text.length());
    text.codePoints().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
    return bare.toString();
  }

  /**
   * How many letters must be put in, left out, changed or swapped with the next one (the optimal
   * string alignment distance); {@link #NONE} if more than so many.
   */
  private static int distance(String a, String b, int most) {
    if (Math.max(a.length(), b.length()) > LONGEST_WORD
        || Math.abs(a.length() - b.length()) > most) {
      return NONE;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least > most) {
        return NONE; // It never gets less again.
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()] > most ? NONE : last[b.length()];
  }
}
