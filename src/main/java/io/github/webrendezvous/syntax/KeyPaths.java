package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Key;

/** Reads the paths of requests as keys. */
public final class KeyPaths {
  private static final String RESERVED = "/_";

  /** The last segment of a path that means every key below another path. */
  static final String EVERYTHING = "*";

  /** The icon that browsers request without being told to; not a key. */
  public static final String ICON = "/favicon.ico";

  private KeyPaths() {}

  /** Whether it starts with {@code /_}, and so is not a key. */
  static boolean isReserved(RequestPath path) {
    return path.text().startsWith(RESERVED);
  }

  /**
   * Whether a path can be a key.
   *
   * @param path decoded
   */
  public static boolean isKey(String path) {
    return path.length() > 1 && !path.startsWith(RESERVED) && !path.equals(ICON);
  }

  /**
   * The key that a path is.
   *
   * @throws BadRequestException if it is reserved or too long
   */
  public static Key key(RequestPath path) throws BadRequestException {
    checkNotReserved(path);
    if (path.last().equals(EVERYTHING)) {
      throw new BadRequestException(
          "A trailing /* means every key below and works only with DELETE: write DELETE /run-1/*,"
              + " or choose another name");
    }
    checkLength(path.text());
    return new Key(path.text());
  }

  /**
   * The common beginning of the keys that a path such as {@code /run-1/*} means.
   *
   * @throws BadRequestException if it is reserved or too long
   */
  public static String prefix(RequestPath path) throws BadRequestException {
    checkNotReserved(path);
    checkLength(path.text());
    return path.text().substring(0, path.text().length() - EVERYTHING.length());
  }

  /** Fails if a path cannot be a key because it starts with {@code /_}. */
  public static void checkNotReserved(RequestPath path) throws BadRequestException {
    if (isReserved(path)) {
      throw new BadRequestException(404, "Keys starting with '_' are reserved");
    }
  }

  /** Keys and targets are remembered and shown, so neither may be long. */
  static void checkLength(String text) throws BadRequestException {
    if (Key.isTooLong(text)) {
      throw new BadRequestException(
          414, "The path is longer than " + Key.MAX_BYTES + " bytes: choose a shorter name");
    }
  }
}
