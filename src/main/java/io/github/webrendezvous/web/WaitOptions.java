package io.github.webrendezvous.web;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Prefer;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.syntax.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of one wait. Immutable.
 *
 * @param timeout when it times out; zero is after one attempt
 * @param caller who sent the request
 * @param onTimeout the status of a timeout
 * @param raw whether to respond with the value itself
 * @param values whether to include the values of several terms
 * @param preferred the timeout, if a {@code Prefer} header has set it; else null
 */
public record WaitOptions(
    Duration timeout,
    Caller caller,
    int onTimeout,
    boolean raw,
    boolean values,
    @Nullable Duration preferred) {
  /** The settings of a deployment for its waits. */
  public record Defaults(Duration timeout, Duration maxTimeout) {
    private Duration capped(Duration asked) {
      return asked.compareTo(maxTimeout) > 0 ? maxTimeout : asked;
    }
  }

  /**
   * Reads the options of a wait from its query and headers.
   *
   * @throws BadRequestException if one is invalid
   */
  static WaitOptions of(Query query, HttpServletRequest request, Defaults defaults)
      throws BadRequestException {
    String status = query.value(Parameters.ON_TIMEOUT);
    Duration asked = query.duration(Parameters.TIMEOUT);
    Duration wished = asked == null ? Prefer.waiting(request) : null;
    Duration wanted = asked != null ? asked : wished != null ? wished : defaults.timeout();
    Duration timeout = defaults.capped(wanted);
    return new WaitOptions(
        timeout,
        Callers.of(request, query),
        status == null ? 404 : Integer.parseInt(status),
        query.has(Parameters.RAW),
        query.has(Parameters.VALUES),
        timeout.equals(wished) ? wished : null);
  }
}
