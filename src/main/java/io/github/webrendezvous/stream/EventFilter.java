package io.github.webrendezvous.stream;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.syntax.Parameters;
import io.github.webrendezvous.syntax.PathFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which events a reader wants. Immutable.
 *
 * @param caller of these events; null for all
 * @param paths of these events
 */
public record EventFilter(@Nullable String caller, PathFilter paths) {
  /** All events. */
  static final EventFilter NONE = new EventFilter(null, PathFilter.of(null));

  /**
   * Reads a filter from a query.
   *
   * @throws BadRequestException if the name of the caller is too long
   */
  public static EventFilter of(Query query) throws BadRequestException {
    return new EventFilter(
        query.name(Parameters.AS_FILTER), PathFilter.of(query.value(Parameters.KEY)));
  }

  boolean accepts(Event event) {
    return acceptsCaller(event) && paths.accepts(event.path());
  }

  private boolean acceptsCaller(Event event) {
    return caller == null || (event.caller() != null && caller.equals(event.caller().name()));
  }
}
