package io.github.webrendezvous.probe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of HTTP statuses, including both ends. Immutable. */
record Statuses(int first, int last) {
  /** All statuses that are not errors. */
  static final Statuses NO_ERROR = new Statuses(200, 399);

  private static final Pattern WRITTEN = Pattern.compile("([2-5]\\d\\d)(?:-([2-5]\\d\\d))?");

  /**
   * Reads {@code 204} or {@code 200-299}.
   *
   * @throws MalformedProbeException if it is neither
   */
  static Statuses parse(String text) throws MalformedProbeException {
    Matcher matcher = WRITTEN.matcher(text);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first <= last) {
        return new Statuses(first, last);
      }
    }
    throw new MalformedProbeException(
        "\""
            + text
            + "\" is not a valid status: write, for example, ?status=204 or ?status=200-299");
  }

  boolean contains(int status) {
    return status >= first && status <= last;
  }

  String inWords() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
