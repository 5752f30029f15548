package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Key;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request below the application's own, decoded once from what was sent, so that it
 * means the same in every container. Immutable.
 *
 * @param segments the decoded segments; none for the home page, a last empty one after a trailing
 *     slash
 * @param text the whole decoded path, {@code /} first
 */
record RequestPath(List<String> segments, String text) {
  private static final String RESERVED = "_";
  private static final RequestPath HOME = new RequestPath(List.of(), "/");

  RequestPath {
    segments = List.copyOf(segments);
  }

  /**
   * Reads the path of a request.
   *
   * @throws BadRequestException if it has an empty or dot segment, an encoded slash, a control
   *     character or broken UTF-8, or is too long
   */
  static RequestPath of(HttpServletRequest request) throws BadRequestException {
    return parse(request.getRequestURI(), slashesIn(request.getContextPath()));
  }

  /** Decodes a raw path, {@code /} first. */
  static RequestPath parse(String rawPath) throws BadRequestException {
    return parse(rawPath, 0);
  }

  private static int slashesIn(String text) {
    int slashes = 0;
    for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
      slashes++;
    }
    return slashes;
  }

  /** Decodes what follows so many segments, which are the application's own. */
  private static RequestPath parse(String rawPath, int ofApplication) throws BadRequestException {
    List<String> all = decodeSegments(rawPath);
    List<String> segments = all.subList(Math.min(ofApplication, all.size()), all.size());
    // A slash alone is one empty segment to whoever splits at slashes.
    if (segments.isEmpty() || (segments.size() == 1 && segments.get(0).isEmpty())) {
      return HOME;
    }
    String text = segments.size() == 1 ? "/" + segments.get(0) : "/" + String.join("/", segments);
    return new RequestPath(segments, text);
  }

  private static List<String> decodeSegments(String rawPath) throws BadRequestException {
    if (!rawPath.startsWith("/")) {
      throw new BadRequestException("The path must start with a slash: write /my_key");
    }
    List<String> segments = new ArrayList<>();
    String[] raw = rawPath.substring(1).split("/", -1);
    for (int i = 0; i < raw.length; i++) {
      String segment = decode(raw[i]);
      boolean last = i == raw.length - 1;
      if (segment.isEmpty() && !last) {
        throw new BadRequestException("The path has an empty segment (//): write one slash only");
      }
      if (segment.equals(".") || segment.equals("..")) {
        throw new BadRequestException("The path has a segment of dots alone: choose another name");
      }
      segments.add(segment);
    }
    return segments;
  }

  private static String decode(String raw) throws BadRequestException {
    String decoded = Percent.decode(raw, "The path");
    if (decoded.indexOf('/') >= 0) {
      throw new BadRequestException(
          "The path has an encoded slash (%2F): write a slash, or choose another name");
    }
    return decoded;
  }

  boolean isHome() {
    return segments.isEmpty();
  }

  /** Whether it starts with {@code /_} and so is no key. */
  boolean isReserved() {
    return !isHome() && segments.get(0).startsWith(RESERVED);
  }

  /** Whether it is what browsers ask for by themselves: never a key. */
  boolean isIcon() {
    return text.equals("/favicon.ico");
  }

  boolean isAsset() {
    return isIcon() || (!isHome() && segments.get(0).equals("_assets"));
  }

  /** For a reserved path, the word after the underscore. */
  String reservedName() {
    return segments.get(0).substring(RESERVED.length());
  }

  /** What follows the first segment. */
  List<String> afterFirst() {
    return segments.subList(1, segments.size());
  }

  /** Whether it stands for every key below another one: {@code /run-1/*}. */
  boolean isEverythingBelow() {
    return !isHome() && segments.get(segments.size() - 1).equals("*");
  }

  /**
   * What every key begins with that this stands for.
   *
   * @throws BadRequestException if it is reserved or too long
   */
  String prefix() throws BadRequestException {
    if (isReserved()) {
      throw new BadRequestException(404, "Keys starting with '_' are reserved");
    }
    checkLength();
    return text.substring(0, text.length() - 1);
  }

  /** Whether it stands for every key there is: {@code /*}. */
  boolean isEverything() {
    return isEverythingBelow() && segments.size() == 1;
  }

  /**
   * The key that this path is.
   *
   * @throws BadRequestException if it is reserved or too long
   */
  Key key() throws BadRequestException {
    if (isReserved()) {
      throw new BadRequestException(404, "Keys starting with '_' are reserved");
    }
    if (isEverythingBelow()) {
      throw new BadRequestException(
          "A last segment * stands for every key below, which can only be reset: write DELETE /run-1/*,"
              + " or another name");
    }
    checkLength();
    return new Key(text());
  }

  /** Keys and targets are remembered and shown; neither may be long. */
  void checkLength() throws BadRequestException {
    checkLength(text());
  }

  /** Checks what stands for it, with more than the path in it. */
  static void checkLength(String text) throws BadRequestException {
    if (Key.isTooLong(text)) {
      throw new BadRequestException(
          414, "The path is longer than " + Key.MAX_BYTES + " bytes: choose a shorter name");
    }
  }
}
