package io.github.webrendezvous.web;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Truncated;
import io.github.webrendezvous.syntax.KeyPaths;
import io.github.webrendezvous.syntax.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads who sent a request. */
final class Callers {
  /** Versions after 00 may have more fields (W3C Trace Context, section 4). Zeros are invalid. */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)(?<version>[0-9a-f]{2})-(?!0{32})(?<trace>[0-9a-f]{32})"
              + "-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?<more>-.*)?");

  private Callers() {}

  /**
   * The caller: its name and what it announces are in the query, if the route has parameters for
   * them; otherwise it is named by its address.
   *
   * @throws BadRequestException if the name is too long, or what it announces is not a key
   */
  static Caller of(HttpServletRequest request, Query query) throws BadRequestException {
    String name = query.name(Parameters.AS);
    return new Caller(
        name == null ? request.getRemoteAddr() : name,
        trace(request.getHeader("traceparent")),
        announced(query.all(Parameters.WILL_SIGNAL)));
  }

  /** Reads keys, each a path with or without its first slash. */
  private static List<Key> announced(List<String> written) throws BadRequestException {
    if (written.isEmpty()) {
      return List.of();
    }
    if (written.size() > Caller.MOST_ANNOUNCED) {
      throw Parameters.WILL_SIGNAL.refused(
          "was given more than " + Caller.MOST_ANNOUNCED + " times");
    }
    List<Key> keys = new ArrayList<>();
    for (String path : written) {
      try {
        keys.add(key(path));
      } catch (BadRequestException e) {
        throw e.in("will-signal=" + Truncated.of(path));
      }
    }
    return keys.stream().distinct().toList();
  }

  private static Key key(String written) throws BadRequestException {
    RequestPath path = RequestPath.parse(written.startsWith("/") ? written : "/" + written);
    if (!KeyPaths.isKey(path.text())) {
      throw new BadRequestException(
          "This is not a key: write, for example, " + Parameters.WILL_SIGNAL.example());
    }
    return KeyPaths.key(path);
  }

  /**
   * The trace ID; null if there is none. A malformed header is ignored, as tracing must not make a
   * request fail.
   */
  static @Nullable String trace(@Nullable String traceparent) {
    if (traceparent == null) {
      return null;
    }
    Matcher parsed = TRACEPARENT.matcher(traceparent);
    boolean isValid =
        parsed.matches() && (parsed.group("more") == null || !parsed.group("version").equals("00"));
    return isValid ? parsed.group("trace") : null;
  }
}
