package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Shown;
import java.util.regex.Pattern;

/** What a server says is shown to people; a hostile one may say a lot. */
final class Said {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private Said() {}

  /** On one line, and not long. */
  static String inOneLine(String message) {
    return Shown.of(CONTROL.matcher(message).replaceAll(" "));
  }
}
