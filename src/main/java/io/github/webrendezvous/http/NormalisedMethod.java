package io.github.webrendezvous.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Locale;

/**
 * A request whose method is written in capitals, whatever was sent: {@code curl -X get} is in the
 * wild, and the JSP engine compares by case. The container still knows the method as it was sent:
 * Tomcat and Jetty take {@code head} for a method whose answer has a body, Undertow for HEAD.
 */
public final class NormalisedMethod extends HttpServletRequestWrapper {
  private static final String UNDERTOW = "io.undertow.";

  /** Whether the container takes the request for a HEAD. */
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

  /** The request itself where nothing is to be changed. */
  public static HttpServletRequest of(HttpServletRequest request) {
    String sent = request.getMethod();
    return sent.equals(inCapitals(sent)) ? request : new NormalisedMethod(request);
  }

  /** Whether the container takes the request for a HEAD, and so sends no body. */
  public static boolean isHead(HttpServletRequest request) {
    return request instanceof NormalisedMethod normalised
        ? normalised.head
        : request.getMethod().equals("HEAD");
  }

  /**
   * The length of a body as it is announced: none to a client that sent {@code head} and waits for
   * a body which the container does not send.
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
