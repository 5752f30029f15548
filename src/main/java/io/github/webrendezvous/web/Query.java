package io.github.webrendezvous.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, from the query string alone: asking the container for parameters would
 * read the body. Parameters that mean nothing where they stand are refused, never ignored.
 * Immutable.
 */
final class Query {
  /** Every query parameter there is, and one way to write it that works. */
  enum Parameter {
    TIMEOUT("timeout", "timeout=30"),
    AS("as", "as=web-1"),
    ON_TIMEOUT("on-timeout", "on-timeout=503");

    private final String word;
    private final String example;

    Parameter(String word, String example) {
      this.word = word;
      this.example = example;
    }

    /** That the parameter is wrong, in what way, and what would be right. */
    BadRequestException refused(String why) {
      return new BadRequestException(
          "The query parameter \"" + word + "\" " + why + ": write, say, ?" + example);
    }
  }

  private final Map<Parameter, String> values;

  private Query(Map<Parameter, String> values) {
    this.values = values;
  }

  /**
   * Makes sure that a request has no query.
   *
   * @throws BadRequestException if it has one; names the first parameter
   */
  static void none(HttpServletRequest request) throws BadRequestException {
    read(request, List.of());
  }

  /**
   * Reads the query of a request that may have these parameters.
   *
   * @throws BadRequestException if there is another one, or one twice, or without a value
   */
  static Query read(HttpServletRequest request, List<Parameter> allowed)
      throws BadRequestException {
    @Nullable String query = request.getQueryString();
    return parse(query == null ? "" : query, allowed);
  }

  /** Reads what follows the question mark. */
  static Query parse(String query, List<Parameter> allowed) throws BadRequestException {
    Map<Parameter, String> values = new EnumMap<>(Parameter.class);
    if (!query.isEmpty()) {
      for (String part : query.split("&", -1)) {
        String[] nameAndValue = part.split("=", 2);
        String name = Percent.decode(nameAndValue[0], "The query");
        Parameter parameter = find(name, allowed);
        String value = nameAndValue.length < 2 ? "" : Percent.decode(nameAndValue[1], "The query");
        if (value.isEmpty()) {
          throw parameter.refused("has no value");
        }
        if (values.put(parameter, value) != null) {
          throw parameter.refused("is there twice");
        }
      }
    }
    return new Query(values);
  }

  private static Parameter find(String name, List<Parameter> allowed) throws BadRequestException {
    for (Parameter parameter : allowed) {
      if (parameter.word.equals(name)) {
        return parameter;
      }
    }
    String known =
        allowed.isEmpty()
            ? "nothing may follow the ? here"
            : "here may stand "
                + allowed.stream().map(p -> p.example).collect(Collectors.joining(", "));
    throw new BadRequestException(
        "Unknown query parameter \""
            + name
            + "\": "
            + known
            + "; if it belongs to the key, write"
            + " %3F");
  }

  /** What is said of the parameter; null if nothing is. Never empty. */
  @Nullable String value(Parameter parameter) {
    return values.get(parameter);
  }
}
