package io.github.webrendezvous.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The media types that a client accepts (RFC 9110, section 12.5.1). */
public final class Accept {
  private static final Pattern REFUSED =
      Pattern.compile("(?i).*;\\s*q\\s*=\\s*0(?:\\.0{0,3})?\\s*(?:;.*)?");

  private static final String EVENTS = "text/event-stream";

  private Accept() {}

  /** Whether it names {@code text/html}, as browsers do; a wildcard, as curl sends it, does not. */
  public static boolean html(HttpServletRequest request) {
    return names("text/html", request);
  }

  /** Whether it names {@code application/json}. */
  public static boolean json(HttpServletRequest request) {
    return names("application/json", request);
  }

  /** Whether it names the media type of Server-Sent Events; cheap, as every wait asks for it. */
  public static boolean events(HttpServletRequest request) {
    @Nullable String first = request.getHeader("Accept");
    return first != null && first.contains(EVENTS) && names(EVENTS, request);
  }

  /** Whether it names the media type of newline-delimited JSON. */
  public static boolean lines(HttpServletRequest request) {
    return names("application/x-ndjson", request);
  }

  /** Whether it names the media type of problem details (RFC 9457). */
  public static boolean problem(HttpServletRequest request) {
    return names(Answer.PROBLEM, request);
  }

  /** Whether it names the media type of OpenMetrics, as Prometheus does. */
  public static boolean openMetrics(HttpServletRequest request) {
    return names("application/openmetrics-text", request);
  }

  private static boolean names(String type, HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Accept"));
    for (String range : String.join(",", headers).toLowerCase(Locale.ROOT).split(",", -1)) {
      if (range.split(";", 2)[0].strip().equals(type) && !REFUSED.matcher(range).matches()) {
        return true;
      }
    }
    return false;
  }
}
