package io.github.webrendezvous.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
final class Spelling {
  private Spelling() {}

  /**
   * The name that differs least from the given one, apart from case and underscores; null if all of
   * them differ by more than two letters, or by more than a third.
   */
  static @Nullable String closest(String written, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(written, name) <= Math.min(2, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(written, name)))
        .orElse(null);
  }

  /** The number of letters to insert, delete or change (the Levenshtein distance). */
  private static int distance(String written, String name) {
    String a = letters(written);
    String b = letters(name);
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
      }
      last = row;
    }
    return last[b.length()];
  }

  private static String letters(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
