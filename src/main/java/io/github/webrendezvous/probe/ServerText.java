package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Truncated;
import java.util.regex.Pattern;

/** What a server says is shown to people; a hostile one may say a lot. */
final class ServerText {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private ServerText() {}

  /** On one line, and not long. */
  static String inOneLine(String message) {
    return Truncated.of(CONTROL.matcher(message).replaceAll(" "));
  }
}
