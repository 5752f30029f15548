package io.github.webrendezvous.web;

import io.github.webrendezvous.http.BadRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Headers that make a request depend on the state of the key (RFC 9110, section 13.1). */
final class Preconditions {
  private static final String IF_NONE_MATCH = "If-None-Match";

  private static final List<String> ALL =
      List.of(IF_NONE_MATCH, "If-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range");

  private Preconditions() {}

  /**
   * Whether a PUT succeeds only if the key is not signalled yet: {@code If-None-Match: *}.
   *
   * @throws BadRequestException if there is any other precondition, which must not be ignored
   */
  static boolean first(HttpServletRequest request) throws BadRequestException {
    String noneMatch = request.getHeader(IF_NONE_MATCH);
    boolean first =
        noneMatch != null && noneMatch.strip().equals("*") && request.getMethod().equals("PUT");
    for (String header : ALL) {
      if (request.getHeader(header) != null && !(first && header.equals(IF_NONE_MATCH))) {
        throw new BadRequestException(
            "The header "
                + header
                + " is not supported here: the only precondition is If-None-Match: * on PUT");
      }
    }
    return first;
  }

  /**
   * Checks that a request has no precondition.
   *
   * @throws BadRequestException if it has a precondition
   */
  static void none(HttpServletRequest request) throws BadRequestException {
    first(request);
  }
}
