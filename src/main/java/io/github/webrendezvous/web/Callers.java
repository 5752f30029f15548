package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Caller;
import jakarta.servlet.http.HttpServletRequest;
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

  /** A caller that is named by its address. */
  static Caller of(HttpServletRequest request) {
    return of(request, null);
  }

  /**
   * A caller.
   *
   * @param name as it names itself; null if it does not
   */
  static Caller of(HttpServletRequest request, @Nullable String name) {
    return new Caller(
        name == null ? request.getRemoteAddr() : name, trace(request.getHeader("traceparent")));
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
