package io.github.webrendezvous.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request below the path of the application, decoded once from the request URI, so
 * that it is the same in every container. Immutable.
 *
 * @param segments the decoded segments; none for the root, a last empty one after a trailing slash
 * @param text the whole decoded path, {@code /} first
 */
public record RequestPath(List<String> segments, String text) {
  private static final RequestPath ROOT = new RequestPath(List.of(), "/");

  public RequestPath {
    segments = List.copyOf(segments);
  }

  /**
   * Reads the path of a request.
   *
   * @throws BadRequestException if it has an empty or dot segment, an encoded slash, a control
   *     character or invalid UTF-8
   */
  public static RequestPath of(HttpServletRequest request) throws BadRequestException {
    return parse(request.getRequestURI(), slashesIn(request.getContextPath()));
  }

  /** Decodes a raw path, {@code /} first. */
  public static RequestPath parse(String rawPath) throws BadRequestException {
    return parse(rawPath, 0);
  }

  private static int slashesIn(String text) {
    int slashes = 0;
    for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
      slashes++;
    }
    return slashes;
  }

  /** Decodes a path and leaves out its first segments, which are those of the application. */
  private static RequestPath parse(String rawPath, int ofApplication) throws BadRequestException {
    List<String> all = decodeSegments(rawPath);
    List<String> segments = all.subList(Math.min(ofApplication, all.size()), all.size());
    // Splitting a single slash gives one empty segment.
    if (segments.isEmpty() || (segments.size() == 1 && segments.get(0).isEmpty())) {
      return ROOT;
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

  /** Whether it is {@code /} alone. */
  public boolean isRoot() {
    return segments.isEmpty();
  }

  /** The first segment; empty for the root. */
  public String first() {
    return isRoot() ? "" : segments.get(0);
  }

  /** The last segment; empty for the root, and after a trailing slash. */
  public String last() {
    return isRoot() ? "" : segments.get(segments.size() - 1);
  }

  /** What follows the first segment. */
  public List<String> afterFirst() {
    return segments.subList(1, segments.size());
  }
}
