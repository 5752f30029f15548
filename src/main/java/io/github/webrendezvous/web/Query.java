package io.github.webrendezvous.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, from the query string alone: asking the container for parameters would
 * read the body.
 */
final class Query {
  private Query() {}

  /**
   * Makes sure that a request has no query.
   *
   * @throws BadRequestException if it has one; names the first parameter
   */
  static void none(HttpServletRequest request) throws BadRequestException {
    @Nullable String query = request.getQueryString();
    if (query == null || query.isEmpty()) {
      return;
    }
    String first = query.split("[=&]", 2)[0];
    throw new BadRequestException(
        "Unknown query parameter \""
            + first
            + "\": nothing may follow the ?; if it belongs to the key, write %3F");
  }
}
