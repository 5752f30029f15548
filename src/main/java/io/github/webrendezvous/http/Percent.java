package io.github.webrendezvous.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes percent-encoded UTF-8 (RFC 3986, section 2.1), once; a plus is a plus. */
public final class Percent {
  private Percent() {}

  /**
   * Decodes a part of a request.
   *
   * @param where the part of the request, for the error: {@code The path}
   * @throws BadRequestException if an escape or the UTF-8 is invalid, or there is a control
   *     character
   */
  public static String decode(String raw, String where) throws BadRequestException {
    if (isPlain(raw)) {
      return raw;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new BadRequestException(
              "A % must be followed by two hexadecimal digits: write % itself as %25");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        // Some containers pass raw bytes as ISO 8859-1, some as characters; in both cases it was
        // not encoded.
        bytes.writeBytes(
            String.valueOf(c)
                .getBytes(c < 0x100 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
      }
    }
    String decoded = utf8(bytes.toByteArray(), where);
    if (decoded.chars().anyMatch(Character::isISOControl)) {
      throw new BadRequestException(where + " has a control character: leave it out");
    }
    return decoded;
  }

  private static boolean isPlain(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '%') {
        return false;
      }
    }
    return true;
  }

  private static String utf8(byte[] bytes, String where) throws BadRequestException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRequestException(where + " is not UTF-8: encode it as UTF-8 and then with %");
    }
  }
}
