package io.github.webrendezvous.rendezvous;

import java.util.Arrays;

/**
 * Measures how similar keys are to a mistyped one: they may differ in case or punctuation, in a few
 * letters, or in leading segments. Optimized for many comparisons with one key, most of which end
 * after a few letters. Not thread-safe.
 */
final class Likeness {
  /** Not similar. */
  static final int NONE = Integer.MAX_VALUE;

  private static final int FEW_LETTERS = 2;

  /** In shorter names, including the slash, one or two letters make another name. */
  private static final int SHORT_WORD = 4;

  private static final int WORD = 6;

  /** Longer names are not typed by people, and comparing them would be slow. */
  private static final int LONGEST_WORD = 100;

  private static final int FAR = 1_000;

  private final String name;

  // Rows of the distance matrix, reused.
  private int[] beforeLast = new int[LONGEST_WORD + 1];
  private int[] last = new int[LONGEST_WORD + 1];
  private int[] row = new int[LONGEST_WORD + 1];

  Likeness(String name) {
    this.name = name;
  }

  /** The distance; {@link #NONE} if the keys are not similar, or the same. */
  int to(String other) {
    if (other.equals(name) || Math.max(other.length(), name.length()) > LONGEST_WORD) {
      return NONE;
    }
    if (sameLettersAndDigits(name, other)) {
      return 0;
    }
    if (other.endsWith(name) || name.endsWith(other)) {
      return 1; // A key begins with a slash, so only whole segments are missing.
    }
    int shorter = Math.min(name.length(), other.length());
    int most = shorter < SHORT_WORD ? 0 : shorter < WORD ? 1 : FEW_LETTERS;
    int distance = distance(name, other, most);
    return distance == NONE ? NONE : 1 + distance;
  }

  /** Whether they are the same, apart from case, punctuation and spaces. */
  private static boolean sameLettersAndDigits(String a, String b) {
    int i = 0;
    int j = 0;
    boolean any = false;
    while (true) {
      while (i < a.length() && !Character.isLetterOrDigit(a.charAt(i))) {
        i++;
      }
      while (j < b.length() && !Character.isLetterOrDigit(b.charAt(j))) {
        j++;
      }
      if (i == a.length() || j == b.length()) {
        return any && i == a.length() && j == b.length();
      }
      if (folded(a.charAt(i++)) != folded(b.charAt(j++))) {
        return false;
      }
      any = true;
    }
  }

  private static char folded(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /**
   * The number of letters to insert, delete, change or swap with the next one (the optimal string
   * alignment distance); only the part near the diagonal is computed. {@link #NONE} if it exceeds
   * the limit.
   */
  private int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return NONE;
    }
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int from = Math.max(1, i - most);
      int to = Math.min(b.length(), i + most);
      Arrays.fill(row, Math.max(0, from - 1), Math.min(b.length(), to + 1) + 1, FAR);
      if (from == 1) {
        row[0] = i;
      }
      int least = row[from - 1];
      for (int j = from; j <= to; j++) {
        int change = folded(a.charAt(i - 1)) == folded(b.charAt(j - 1)) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && swapped(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least > most) {
        return NONE; // It cannot become smaller again.
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()] > most ? NONE : last[b.length()];
  }

  /** Whether the last two letters are swapped. */
  private static boolean swapped(String a, int i, String b, int j) {
    return folded(a.charAt(i - 1)) == folded(b.charAt(j - 2))
        && folded(a.charAt(i - 2)) == folded(b.charAt(j - 1));
  }
}
