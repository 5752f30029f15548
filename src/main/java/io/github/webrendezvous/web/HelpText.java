package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Parameter;
import java.util.List;

/** The grammar for people at a terminal of 80 columns. */
final class HelpText {
  private static final String PARAMETER = "      %-21s%s%n";

  private HelpText() {}

  /**
   * Writes it.
   *
   * @param base where the application is, for the examples: {@code http://rendezvous:8080}
   */
  static String of(List<Route> routes, String base) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        web-rendezvous: the meeting point for programs that start together.

          curl -f %1$s/container_2_ready
          curl -X PUT %1$s/container_2_ready

        The first is held until the second is sent; then both are answered. Any path
        is a key, unless it starts with /_ and so is one of these:

        """
            .formatted(base));
    for (Route route : routes) {
      if (route.description() != null) {
        append(route, text);
      }
    }
    text.append("\n  every wait\n");
    append(Parameters.ON_EVERY_WAIT, text);
    text.append(
        """

        A wait is answered 200 if what it waits for holds, and nothing else is. 404: it
        timed out, with what was missing and why. 424: the key was signalled as failed,
        with the reason. 410: it was reset. 503: no room, or shutting down. 400: the
        request makes no sense, with what to write instead. curl -f ends with exit code
        22 for all of these, wget with 8.

        """);
    for (Route route : routes) {
      if (route.description() != null && route.description().isWait()) {
        text.append("  curl -f '%s%s'%n".formatted(base, route.description().example()));
      }
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static void append(Route route, StringBuilder text) {
    text.append("  %s %s%n".formatted(route.method(), route.path().path()));
    text.append("      %s%n".formatted(route.described().about()));
    append(route.ownParameters(), text);
  }

  private static void append(List<Parameter> parameters, StringBuilder text) {
    parameters.forEach(p -> text.append(PARAMETER.formatted("?" + p.example(), p.about())));
  }
}
