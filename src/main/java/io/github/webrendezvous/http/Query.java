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
 * The query of a request. It is read from the query string, because asking the container for
 * parameters would read the body. Unknown parameters are rejected, never ignored. Immutable.
 */
public final class Query {
  private static final int LONGEST_NAME = 128;

  private static final Query NONE = new Query(Map.of());

  private final Map<Parameter, List<String>> values;

  private Query(Map<Parameter, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads the query of a request that may have these parameters.
   *
   * @throws BadRequestException if a parameter is unknown, repeated, or has no value
   */
  public static Query read(HttpServletRequest request, List<Parameter> allowed)
      throws BadRequestException {
    @Nullable String query = request.getQueryString();
    return query == null ? NONE : parse(query, allowed);
  }

  /** Reads a query without its question mark. */
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

  /** The value of a parameter; null if it is absent. Not empty if the parameter takes a value. */
  public @Nullable String value(Parameter parameter) {
    List<String> said = values.get(parameter);
    return said == null ? null : said.get(0);
  }

  /** All values of a parameter that can be repeated, in their order. */
  public List<String> all(Parameter parameter) {
    return values.getOrDefault(parameter, List.of());
  }

  /** The value as a duration; null if it is absent. */
  public @Nullable Duration duration(Parameter parameter) throws BadRequestException {
    String value = value(parameter);
    try {
      return value == null ? null : Durations.parse(value);
    } catch (IllegalArgumentException e) {
      throw parameter.refused("must be " + Durations.ALLOWED);
    }
  }

  /** The value of a parameter that takes whole numbers; null if it is absent. */
  public @Nullable Long number(Parameter parameter) {
    String value = value(parameter);
    return value == null ? null : Long.valueOf(value);
  }

  /** The value as a name that is shown to people, so it must not be long; null if it is absent. */
  public @Nullable String name(Parameter parameter) throws BadRequestException {
    String value = value(parameter);
    if (value != null && value.length() > LONGEST_NAME) {
      throw parameter.refused("is longer than " + LONGEST_NAME + " characters");
    }
    return value;
  }
}
