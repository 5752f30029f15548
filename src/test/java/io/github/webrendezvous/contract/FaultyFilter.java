package io.github.webrendezvous.contract;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * Makes the stack or the heap overflow while the application handles a request, at the place that
 * the request names: {@code X-Fault: startAsync stack}.
 */
public final class FaultyFilter implements Filter {
  /** The places at which a request can fail. */
  static final String[] PLACES = {
    "getQueryString", "getRemoteAddr", "startAsync", "getInputStream"
  };

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String fault = ((HttpServletRequest) request).getHeader("X-Fault");
    if (fault == null) {
      chain.doFilter(request, response);
      return;
    }
    int space = fault.indexOf(' ');
    String place = fault.substring(0, space);
    String kind = fault.substring(space + 1);
    chain.doFilter(new Faulty((HttpServletRequest) request, place, kind), response);
  }

  private static final class Faulty extends HttpServletRequestWrapper {
    private final String place;
    private final String kind;

    Faulty(HttpServletRequest request, String place, String kind) {
      super(request);
      this.place = place;
      this.kind = kind;
    }

    private void failAt(String here) {
      if (!place.equals(here)) {
        return;
      }
      long size = kind.equals("stack") ? deeper(0) : new long[Integer.MAX_VALUE - 8].length;
      throw new IllegalStateException("no failure: " + size);
    }

    @SuppressWarnings("InfiniteRecursion") // On purpose.
    private static long deeper(long depth) {
      return deeper(depth + 1) + 1;
    }

    @Override
    public String getQueryString() {
      failAt("getQueryString");
      return super.getQueryString();
    }

    @Override
    public String getRemoteAddr() {
      failAt("getRemoteAddr");
      return super.getRemoteAddr();
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
      failAt("startAsync");
      return super.startAsync(request, response);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      failAt("getInputStream");
      return super.getInputStream();
    }
  }
}
