package io.github.webrendezvous.web;

import io.github.webrendezvous.http.RequestPath;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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
 */
record PathTemplate(String text, List<String> segments) {
  private static final Pattern NAME = Pattern.compile("\\{\\w+}");

  PathTemplate {
    segments = List.copyOf(segments);
  }

  static PathTemplate of(String text) {
    String path = text.split("\\?", 2)[0];
    return new PathTemplate(text, List.of(path.substring(1).split("/", -1)));
  }

  /** The path without the query. */
  String path() {
    return "/" + String.join("/", segments);
  }

  /** Whether a segment is a name. */
  static boolean isName(String segment) {
    return NAME.matcher(segment).matches();
  }

  /** Whether it matches keys. */
  boolean isOfKeys() {
    return isName(segments.get(0)) || segments.get(0).equals(KeyPaths.EVERYTHING);
  }

  /** Whether it is {@code /{key}}. */
  boolean matchesAllKeys() {
    return isName(segments.get(0)) && segments.size() == 1;
  }

  boolean matches(RequestPath path) {
    if (isName(segments.get(0))) {
      return !path.isRoot()
          && !KeyPaths.isReserved(path)
          && (segments.size() == 1
              || (path.segments().size() > 1 && path.last().equals(segments.get(1))));
    }
    return NAME.matcher(text).find()
        ? path.first().equals(segments.get(0))
        : path.text().equals(text);
  }

  /** One word for it, which starts with a capital: {@code Port}. */
  String word() {
    String word = segments.get(0).replaceAll("\\W|_", "");
    if (word.isEmpty()) {
      return segments.get(0).isEmpty() ? "Home" : "EveryKey";
    }
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
