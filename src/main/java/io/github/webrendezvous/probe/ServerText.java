package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Truncated;
import java.util.regex.Pattern;

/** Text from a server that is shown to people; a hostile server may send a lot. */
final class ServerText {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private ServerText() {}

  /** The text on one line, shortened. */
  static String inOneLine(String message) {
    return Truncated.of(CONTROL.matcher(message).replaceAll(" "));
  }
}
