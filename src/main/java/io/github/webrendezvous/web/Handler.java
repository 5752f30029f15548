package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one route. Thread-safe. */
@FunctionalInterface
interface Handler {
  /**
   * Handles a request on the thread on which the container calls the servlet; must not block.
   *
   * @param query has no parameters but those of the route
   * @return the answer; null if the handler sends one later
   * @throws BadRequestException if the request is invalid
   */
  @Nullable Answer handle(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, ServletException, IOException;
}
