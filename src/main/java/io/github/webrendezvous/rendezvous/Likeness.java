package io.github.webrendezvous.rendezvous;

import java.util.Arrays;

/**
 * How alike keys are to one that somebody mistyped: in case or punctuation alone, in a few letters,
 * or in what stands before them. Made for many comparisons with one key, most of which end with the
 * first letters. Not thread-safe.
 */
final class Likeness {
  /** Not alike. */
  static final int NONE = Integer.MAX_VALUE;

  private static final int FEW_LETTERS = 2;

  /** In shorter ones, slash and all, one letter makes another name, or two. */
  private static final int SHORT_WORD = 4;

  private static final int WORD = 6;

  /** Names that are longer are no words that people mistype, and comparing them would cost. */
  private static final int LONGEST_WORD = 100;

  private static final int FAR = 1_000;

  private final String name;

  // Rows of the distance, kept for the next comparison.
  private int[] beforeLast = new int[LONGEST_WORD + 1];
  private int[] last = new int[LONGEST_WORD + 1];
  private int[] row = new int[LONGEST_WORD + 1];

  Likeness(String name) {
    this.name = name;
  }

  /** The fewer, the more alike; {@link #NONE} if not at all, or the same. */
  int to(String other) {
    if (other.equals(name) || Math.max(other.length(), name.length()) > LONGEST_WORD) {
      return NONE;
    }
    if (sameLettersAndDigits(name, other)) {
      return 0;
    }
    if (other.endsWith(name) || name.endsWith(other)) {
      return 1; // A key begins with a slash, so whole segments are missing.
    }
    int shorter = Math.min(name.length(), other.length());
    int most = shorter < SHORT_WORD ? 0 : shorter < WORD ? 1 : FEW_LETTERS;
    int distance = distance(name, other, most);
    return distance == NONE ? NONE : 1 + distance;
  }

  /** Whether they are the same, but for case and for all that is no letter and no digit. */
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
   * How many letters must be put in, left out, changed or swapped with the next one (the optimal
   * string alignment distance), of which only the part near the diagonal is computed; {@link #NONE}
   * if more than so many.
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
        return NONE; // It never gets less again.
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()] > most ? NONE : last[b.length()];
  }

  /** Whether the two letters that end there are the same two, the other way round. */
  private static boolean swapped(String a, int i, String b, int j) {
    return folded(a.charAt(i - 1)) == folded(b.charAt(j - 2))
        && folded(a.charAt(i - 2)) == folded(b.charAt(j - 1));
  }
}
