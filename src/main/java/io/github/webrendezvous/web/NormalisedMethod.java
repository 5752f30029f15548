package io.github.webrendezvous.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Locale;

/**
 * A request whose method is written in capitals, whatever was sent: {@code curl -X get} is in the
 * wild, and the JSP engine compares by case. The container still knows the method as it was sent,
 * so it takes {@code head} for a method whose answer has a body.
 */
final class NormalisedMethod extends HttpServletRequestWrapper {
  private NormalisedMethod(HttpServletRequest request) {
    super(request);
  }

  /** The request itself where nothing is to be changed. */
  static HttpServletRequest of(HttpServletRequest request) {
    String sent = request.getMethod();
    return sent.equals(inCapitals(sent)) ? request : new NormalisedMethod(request);
  }

  /**
   * Whether the container takes the request for a HEAD, and so sends no body; {@code head} in small
   * letters is none to a container.
   */
  static boolean isHead(HttpServletRequest request) {
    return request.getMethod().equals("HEAD") && !(request instanceof NormalisedMethod);
  }

  @Override
  public String getMethod() {
    return inCapitals(super.getMethod());
  }

  private static String inCapitals(String method) {
    return method.toUpperCase(Locale.ROOT);
  }
}
