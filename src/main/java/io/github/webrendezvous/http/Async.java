package io.github.webrendezvous.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.stream.Collectors;

/** Makes requests asynchronous, to be answered later. */
public final class Async {
  /** A filter that Tomcat adds to every application; it supports asynchronous requests. */
  private static final String OF_WEBSOCKETS = "org.apache.tomcat.websocket.server.WsFilter";

  private Async() {}

  /**
   * Begins to handle a request asynchronously.
   *
   * @throws BadRequestException with status 500, if a filter in front of the application does not
   *     support it
   */
  public static AsyncContext start(HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException {
    if (!request.isAsyncSupported()) {
      throw new BadRequestException(500, refusal(request));
    }
    return request.startAsync(request, response);
  }

  private static String refusal(HttpServletRequest request) {
    Collection<? extends FilterRegistration> filters =
        request.getServletContext().getFilterRegistrations().values();
    String names =
        filters.stream()
            .filter(filter -> !OF_WEBSOCKETS.equals(filter.getClassName()))
            .map(FilterRegistration::getName)
            .sorted()
            .collect(Collectors.joining(", "));
    return "A filter of the container does not allow asynchronous requests, so no request can wait:"
        + " add <async-supported>true</async-supported> to it in web.xml or conf/web.xml"
        + (names.isEmpty() ? "" : " (filters here: " + names + ")");
  }
}
