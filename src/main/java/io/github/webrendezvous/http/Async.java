package io.github.webrendezvous.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Makes requests asynchronous, to be answered later. */
public final class Async {
  /** A filter that Tomcat adds to every application; it supports asynchronous requests. */
  private static final String OF_WEBSOCKETS = "org.apache.tomcat.websocket.server.WsFilter";

  private Async() {}

  /** What is done with a request as soon as it is asynchronous. */
  public interface Beginning {
    /** Prepares for an answer that is sent later, or sends it. */
    void begin(AsyncContext async) throws IOException;
  }

  /**
   * Begins to handle a request asynchronously. If that fails, the request ends with status 500;
   * Jetty would keep it open.
   *
   * @throws BadRequestException with status 500, if a filter in front of the application does not
   *     support it
   */
  public static void start(
      HttpServletRequest request, HttpServletResponse response, Beginning beginning)
      throws BadRequestException, IOException {
    if (!request.isAsyncSupported()) {
      throw new BadRequestException(500, refusal(request));
    }
    AsyncContext async = request.startAsync(request, response);
    boolean hasBegun = false;
    try {
      beginning.begin(async);
      hasBegun = true;
    } finally {
      if (!hasBegun) {
        if (!response.isCommitted()) {
          response.setStatus(500);
        }
        Completions.complete(async);
      }
    }
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
