package io.github.webrendezvous.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Locale;

/**
 * A request with its method in capitals: clients send {@code curl -X get}, and the JSP engine
 * compares by case. The container still uses the method as it was sent: for Tomcat and Jetty,
 * {@code head} is a method with a response body; for Undertow, it is HEAD.
 */
public final class NormalisedMethod extends HttpServletRequestWrapper {
  private static final String UNDERTOW = "io.undertow.";

  /** Whether the container treats the request as HEAD. */
  private final boolean head;

  private NormalisedMethod(HttpServletRequest request) {
    super(request);
    head = super.getMethod().equalsIgnoreCase("HEAD") && isOfUndertow(request);
  }

  private static boolean isOfUndertow(ServletRequest request) {
    ServletRequest innermost = request;
    while (innermost instanceof ServletRequestWrapper wrapper) {
      innermost = wrapper.getRequest();
    }
    return innermost.getClass().getName().startsWith(UNDERTOW);
  }

  /** The request itself if its method is in capitals already. */
  public static HttpServletRequest of(HttpServletRequest request) {
    String sent = request.getMethod();
    return sent.equals(inCapitals(sent)) ? request : new NormalisedMethod(request);
  }

  /** Whether the container treats the request as HEAD, and so sends no body. */
  public static boolean isHead(HttpServletRequest request) {
    return request instanceof NormalisedMethod normalised
        ? normalised.head
        : request.getMethod().equals("HEAD");
  }

  /**
   * The Content-Length to send: zero for a client that sent {@code head} and expects a body, if the
   * container does not send one.
   */
  public static int announced(int length, HttpServletRequest request) {
    return request instanceof NormalisedMethod normalised && normalised.head ? 0 : length;
  }

  @Override
  public String getMethod() {
    return inCapitals(super.getMethod());
  }

  private static String inCapitals(String method) {
    return method.toUpperCase(Locale.ROOT);
  }
}
