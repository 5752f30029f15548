package io.github.webrendezvous.http;

import io.github.webrendezvous.settings.Durations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, from the query string alone: asking the container for parameters would
 * read the body. Parameters that mean nothing where they stand are refused, never ignored.
 * Immutable.
 */
public final class Query {
  private static final int LONGEST_NAME = 128;

  private static final Query NONE = new Query(Map.of());

  private final Map<Parameter, List<String>> values;

  private Query(Map<Parameter, List<String>> values) {
    this.values = values;
  }

  /**
   * Makes sure that a request has no query.
   *
   * @throws BadRequestException if it has one; names the first parameter
   */
  public static void none(HttpServletRequest request) throws BadRequestException {
    read(request, List.of());
  }

  /**
   * Reads the query of a request that may have these parameters.
   *
   * @throws BadRequestException if there is another one, or one twice, or without its value
   */
  public static Query read(HttpServletRequest request, List<Parameter> allowed)
      throws BadRequestException {
    @Nullable String query = request.getQueryString();
    return query == null ? NONE : parse(query, allowed);
  }

  /** Reads what follows the question mark. */
  public static Query parse(String query, List<Parameter> allowed) throws BadRequestException {
    Map<Parameter, List<String>> values = new LinkedHashMap<>();
    if (!query.isEmpty()) {
      for (String part : query.split("&", -1)) {
        int equals = part.indexOf('=');
        String name = Percent.decode(equals < 0 ? part : part.substring(0, equals), "The query");
        Parameter parameter = find(name, allowed);
        String value = equals < 0 ? null : Percent.decode(part.substring(equals + 1), "The query");
        parameter.check(value);
        List<String> said = values.computeIfAbsent(parameter, p -> new ArrayList<>());
        if (!said.isEmpty() && !parameter.isRepeatable()) {
          throw parameter.refused("was given twice");
        }
        said.add(value == null ? "" : value);
      }
    }
    return new Query(values);
  }

  private static Parameter find(String name, List<Parameter> allowed) throws BadRequestException {
    for (Parameter parameter : allowed) {
      if (parameter.word().equals(name)) {
        return parameter;
      }
    }
    String supported =
        allowed.isEmpty()
            ? "none is supported here"
            : "supported here: "
                + allowed.stream().map(Parameter::example).collect(Collectors.joining(", "));
    throw new BadRequestException(
        "Unknown query parameter \""
            + name
            + "\"; "
            + supported
            + ". If the question mark belongs to the path, write %3F");
  }

  public boolean has(Parameter parameter) {
    return values.containsKey(parameter);
  }

  /** What is said of the parameter; null if nothing is. Never empty, if it takes a value. */
  public @Nullable String value(Parameter parameter) {
    List<String> said = values.get(parameter);
    return said == null ? null : said.get(0);
  }

  /** All that is said of a parameter that may be repeated, in the order in which it stands. */
  public List<String> all(Parameter parameter) {
    return values.getOrDefault(parameter, List.of());
  }

  /** The value as a duration; null if there is none. */
  public @Nullable Duration duration(Parameter parameter) throws BadRequestException {
    String value = value(parameter);
    try {
      return value == null ? null : Durations.parse(value);
    } catch (IllegalArgumentException e) {
      throw parameter.refused("must be " + Durations.ALLOWED);
    }
  }

  /** The value of a parameter that takes whole numbers; null if there is none. */
  public @Nullable Long number(Parameter parameter) {
    String value = value(parameter);
    return value == null ? null : Long.valueOf(value);
  }

  /** The value as a name that people are shown, which is not long; null if there is none. */
  public @Nullable String name(Parameter parameter) throws BadRequestException {
    String value = value(parameter);
    if (value != null && value.length() > LONGEST_NAME) {
      throw parameter.refused("is longer than " + LONGEST_NAME + " characters");
    }
    return value;
  }
}
