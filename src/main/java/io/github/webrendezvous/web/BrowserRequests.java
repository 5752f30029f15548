package io.github.webrendezvous.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of other web sites, and of our page, from those of programs. A browser sends a
 * form of any site to us, with our cookies; programs send none of these headers.
 */
final class BrowserRequests {
  /** Only a script sends it, and no browser lets a script of another site do so without asking. */
  private static final String OF_PAGE = "X-Rendezvous-Page";

  private BrowserRequests() {}

  /** Whether the script of our page has sent it. */
  static boolean isOfPage(HttpServletRequest request) {
    return request.getHeader(OF_PAGE) != null;
  }

  /**
   * Whether another site has caused a browser to send it: as the browser says (Fetch Metadata), or
   * by the host of its origin (Fetch Standard, section 3.1), as browsers say nothing to a service
   * without TLS. A proxy may have changed the host, but then our page still has its header.
   */
  static boolean isOfOtherSite(HttpServletRequest request) {
    @Nullable String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    @Nullable String origin = request.getHeader("Origin");
    return origin != null && !isOfPage(request) && !isOurs(origin, request.getHeader("Host"));
  }

  private static boolean isOurs(String origin, @Nullable String host) {
    return host != null
        && origin.toLowerCase(Locale.ROOT).endsWith("//" + host.toLowerCase(Locale.ROOT));
  }
}
