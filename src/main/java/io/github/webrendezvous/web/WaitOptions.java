package io.github.webrendezvous.web;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Prefer;
import io.github.webrendezvous.http.Query;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one wait asks for besides its condition. Immutable.
 *
 * @param timeout when it is to end in vain; zero is after one look
 * @param caller who is asking
 * @param onTimeout the status then
 * @param raw whether to be answered with the value itself
 * @param values whether to be answered with the values of several terms
 * @param preferred the timeout, if it is what a {@code Prefer} header said; null if it is not
 */
public record WaitOptions(
    Duration timeout,
    String caller,
    int onTimeout,
    boolean raw,
    boolean values,
    @Nullable Duration preferred) {
  /** What every deployment sets for its waits. */
  public record Defaults(Duration timeout, Duration maxTimeout) {
    private Duration capped(Duration asked) {
      return asked.compareTo(maxTimeout) > 0 ? maxTimeout : asked;
    }
  }

  /**
   * Reads the terms of a wait from its query and headers; what shapes its condition is not among
   * them.
   *
   * @throws BadRequestException if one makes no sense
   */
  static WaitOptions of(Query query, HttpServletRequest request, Defaults defaults)
      throws BadRequestException {
    String caller = query.name(Parameters.AS);
    String status = query.value(Parameters.ON_TIMEOUT);
    Duration asked = query.duration(Parameters.TIMEOUT);
    Duration wished = asked == null ? Prefer.waiting(request) : null;
    Duration wanted = asked != null ? asked : wished != null ? wished : defaults.timeout();
    Duration timeout = defaults.capped(wanted);
    return new WaitOptions(
        timeout,
        caller == null ? request.getRemoteAddr() : caller,
        status == null ? 404 : Integer.parseInt(status),
        query.has(Parameters.RAW),
        query.has(Parameters.VALUES),
        timeout.equals(wished) ? wished : null);
  }
}
