package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.BodyReader;
import java.nio.charset.StandardCharsets;

/** Shortens the reason of a failure. */
final class Reasons {
  private Reasons() {}

  /**
   * The reason; if only its end is kept, after a line that says how much is missing.
   *
   * @param most the longest result in bytes, including that line
   */
  static byte[] shortened(BodyReader.Body body, int most) {
    boolean whole = body.end() == BodyReader.End.WHOLE;
    if (body.length() == 0 || (whole && body.length() <= most)) {
      return body.last();
    }
    byte[] last = body.last();
    String note = whole ? "" : ", and what would have followed";
    // This line is at least as long as the one below: it counts more bytes.
    int from = Math.max(0, last.length - (most - line(body.length(), note).length));
    while (from > 0 && from < last.length && isContinuation(last[from])) {
      from++; // Not within a UTF-8 character (RFC 3629, section 3).
    }
    byte[] line = line(body.length() - (last.length - from), note);
    byte[] shortened = new byte[line.length + last.length - from];
    System.arraycopy(line, 0, shortened, 0, line.length);
    System.arraycopy(last, from, shortened, line.length, last.length - from);
    return shortened;
  }

  private static byte[] line(long missing, String note) {
    return ("[truncated: the first " + missing + " bytes are missing" + note + "]\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }
}
