package io.github.webrendezvous.web;

import io.github.webrendezvous.settings.Durations;
import io.github.webrendezvous.web.Query.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one wait asks for besides its condition. Immutable.
 *
 * @param timeout when it is to end in vain; zero is after one look
 * @param caller who is asking
 * @param onTimeout the status then
 * @param preferred the timeout, if it is what a {@code Prefer} header said; null if it is not
 */
record WaitTerms(Duration timeout, String caller, int onTimeout, @Nullable Duration preferred) {
  private static final List<Parameter> ALLOWED =
      List.of(Parameter.TIMEOUT, Parameter.AS, Parameter.ON_TIMEOUT);

  private static final Set<String> STATUSES = Set.of("404", "408", "503", "504");
  private static final int LONGEST_NAME = 128;

  /** What every deployment sets for its waits. */
  record Defaults(Duration timeout, Duration maxTimeout) {
    private Duration capped(Duration asked) {
      return asked.compareTo(maxTimeout) > 0 ? maxTimeout : asked;
    }
  }

  /**
   * Reads the terms of a wait from its query and headers.
   *
   * @throws BadRequestException if one is unknown, repeated, empty or makes no sense
   */
  static WaitTerms of(HttpServletRequest request, Defaults defaults) throws BadRequestException {
    Query query = Query.read(request, ALLOWED);
    String caller = name(query.value(Parameter.AS), Parameter.AS);
    String status = query.value(Parameter.ON_TIMEOUT);
    if (status != null && !STATUSES.contains(status)) {
      throw Parameter.ON_TIMEOUT.refused("must be 404, 408, 503 or 504");
    }
    Duration asked = duration(query.value(Parameter.TIMEOUT), Parameter.TIMEOUT);
    Duration wished = asked == null ? Prefer.waiting(request) : null;
    Duration wanted = asked != null ? asked : wished != null ? wished : defaults.timeout();
    Duration timeout = defaults.capped(wanted);
    return new WaitTerms(
        timeout,
        caller == null ? request.getRemoteAddr() : caller,
        status == null ? 404 : Integer.parseInt(status),
        timeout.equals(wished) ? wished : null);
  }

  private static @Nullable Duration duration(@Nullable String value, Parameter parameter)
      throws BadRequestException {
    try {
      return value == null ? null : Durations.parse(value);
    } catch (IllegalArgumentException e) {
      throw parameter.refused("must be " + Durations.ALLOWED);
    }
  }

  /** A name that is shown to people: not long. */
  private static @Nullable String name(@Nullable String value, Parameter parameter)
      throws BadRequestException {
    if (value != null && value.length() > LONGEST_NAME) {
      throw parameter.refused("is longer than " + LONGEST_NAME + " characters");
    }
    return value;
  }
}
