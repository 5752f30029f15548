package io.github.webrendezvous.probe;

import java.util.regex.Pattern;

/** What a server says is shown to people; a hostile one may say a lot. */
final class Said {
  private static final int LONGEST = 300;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private Said() {}

  /** On one line, and not long. */
  static String inOneLine(String message) {
    String oneLine = CONTROL.matcher(message).replaceAll(" ");
    return oneLine.length() <= LONGEST ? oneLine : oneLine.substring(0, LONGEST) + "…";
  }
}
