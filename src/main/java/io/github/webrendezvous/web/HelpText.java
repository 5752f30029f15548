package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.syntax.Parameters;
import java.util.List;

/** Describes the routes for a terminal of 80 columns. */
final class HelpText {
  private static final String PARAMETER = "      %-21s%s%n";

  private HelpText() {}

  /**
   * Writes it.
   *
   * @param base the URL of the application, for the examples: {@code http://rendezvous:8080}
   * @param needToken whether some requests need a token
   */
  static String of(List<Route> routes, String base, boolean needToken) {
    String curl = needToken ? "curl -H @token" : "curl";
    StringBuilder text = new StringBuilder();
    text.append(
        """
        web-rendezvous lets programs that start together wait for each other.

          %1$s -f %2$s/container_2_ready
          %1$s -X PUT %2$s/container_2_ready

        The first request is held until the second is sent; then both get a response.
        """
            .formatted(curl, base));
    if (needToken) {
      text.append(
          """
          Requests need a token. Write it into a file, so that other users of the machine
          cannot see it among the arguments of curl:

            printf 'Authorization: Bearer %s' "$TOKEN" > token

          """);
    }
    text.append("Every path is a key, except those that start with /_ :\n\n");
    for (Route route : routes) {
      if (route.description() != null) {
        append(route, text);
      }
    }
    text.append("\n  every wait\n");
    append(Parameters.ON_EVERY_WAIT, text);
    text.append(
        """

        200: what the wait is for holds. 404: the wait timed out; the response says
        what was missing and why. 424: the key was signalled as failed; the response
        has the reason. 410: the key was reset. 503: a limit is reached, or the
        service is shutting down. 400: the request is invalid; the response says what
        to write instead. curl -f exits with 22 for all of these but 200, wget with 8.

        """);
    for (Route route : routes) {
      if (route.description() != null && route.description().isWait()) {
        text.append("  %s -f '%s%s'%n".formatted(curl, base, route.description().example()));
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
