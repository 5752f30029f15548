package io.github.webrendezvous.view;

/** Makes texts that somebody else has written safe to show in a terminal. */
public final class Visible {
  private Visible() {}

  /**
   * The text, in which every character that could end a line, control a terminal or change the
   * order of characters is written as an escape.
   */
  public static String of(String text) {
    if (text.codePoints().noneMatch(Visible::isHidden)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHidden(c)) {
                visible.append(escape(c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  /** The escape of a character. */
  public static String escape(int c) {
    return String.format("\\u%04x", c);
  }

  /** Whether a reader cannot see a character, or it changes how others are shown. */
  public static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
