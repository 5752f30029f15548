package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.RequestPath;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The path of a route, with names in place of what requests choose: {@code /_port/{host}/{port}}.
 * Immutable.
 *
 * <p>A template without names matches one path. A template whose first segment is a word matches
 * every path that starts with that word: the handler says what is wrong with the rest. {@code
 * /{key}} matches every path that is not reserved, and {@code /{prefix}/*} those of them that end
 * with an asterisk.
 *
 * @param text the template; a query in it is for readers
 * @param segments of the path
 * @param scope which paths it matches
 */
public record PathTemplate(String text, List<String> segments, Scope scope) {
  private static final Pattern NAME = Pattern.compile("\\{\\w+}");

  /** Which paths a template matches. */
  enum Scope {
    /** The path that is equal to it. */
    ONE_PATH,
    /** All paths that start with its first segment. */
    WORD,
    /** All keys. */
    EVERY_KEY,
    /** The keys of several segments that end with its second segment. */
    KEYS_BELOW
  }

  public PathTemplate {
    segments = List.copyOf(segments);
  }

  /** Parses a template of the table of routes. */
  public static PathTemplate of(String text) {
    String path = text.split("\\?", 2)[0];
    List<String> segments = List.of(path.substring(1).split("/", -1));
    return new PathTemplate(text, segments, scope(text, segments));
  }

  private static Scope scope(String text, List<String> segments) {
    if (isName(segments.get(0))) {
      return segments.size() == 1 ? Scope.EVERY_KEY : Scope.KEYS_BELOW;
    }
    return NAME.matcher(text).find() ? Scope.WORD : Scope.ONE_PATH;
  }

  /** The path without the query. */
  public String path() {
    return "/" + String.join("/", segments);
  }

  /** Whether a segment is a name. */
  public static boolean isName(String segment) {
    return NAME.matcher(segment).matches();
  }

  /** Whether it matches keys. */
  public boolean isOfKeys() {
    return scope == Scope.EVERY_KEY
        || scope == Scope.KEYS_BELOW
        || segments.get(0).equals(KeyPaths.EVERYTHING);
  }

  /** Whether it is {@code /{key}}. */
  public boolean matchesAllKeys() {
    return scope == Scope.EVERY_KEY;
  }

  /** Whether a request with this path has this template. */
  public boolean matches(RequestPath path) {
    return switch (scope) {
      case ONE_PATH -> path.text().equals(text);
      case WORD -> path.first().equals(segments.get(0));
      case EVERY_KEY -> isKey(path);
      case KEYS_BELOW ->
          isKey(path) && path.segments().size() > 1 && path.last().equals(segments.get(1));
    };
  }

  private static boolean isKey(RequestPath path) {
    return !path.isRoot() && !KeyPaths.isReserved(path);
  }

  /** One word for it, which starts with a capital: {@code Port}. */
  public String word() {
    String word = capitalised(segments.get(0));
    if (word.isEmpty()) {
      return segments.get(0).isEmpty() ? "Home" : "EveryKey";
    }
    return scope == Scope.ONE_PATH
        ? segments.stream().map(PathTemplate::capitalised).collect(Collectors.joining())
        : word;
  }

  private static String capitalised(String segment) {
    String word = segment.replaceAll("\\W|_", "");
    return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
