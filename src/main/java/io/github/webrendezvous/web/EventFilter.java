package io.github.webrendezvous.web;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.rendezvous.Event;
import org.jspecify.annotations.Nullable;

/**
 * Which events a reader wants. Immutable.
 *
 * @param caller of these events; null for all
 * @param path of these events, or the beginning of it if {@code isPrefix}; null for all
 */
record EventFilter(@Nullable String caller, @Nullable String path, boolean isPrefix) {
  private static final String EVERYTHING = "*";

  /**
   * Reads a filter from a query.
   *
   * @throws BadRequestException if the name of the caller is too long
   */
  static EventFilter of(Query query) throws BadRequestException {
    String written = query.value(Parameters.KEY);
    String path = written == null || written.startsWith("/") ? written : "/" + written;
    boolean isPrefix = path != null && path.endsWith(EVERYTHING);
    return new EventFilter(
        query.name(Parameters.AS_FILTER),
        path != null && isPrefix ? path.substring(0, path.length() - 1) : path,
        isPrefix);
  }

  boolean accepts(Event event) {
    return acceptsCaller(event) && acceptsPath(event.path());
  }

  private boolean acceptsCaller(Event event) {
    return caller == null || (event.caller() != null && caller.equals(event.caller().name()));
  }

  private boolean acceptsPath(String of) {
    return path == null || (isPrefix ? of.startsWith(path) : of.equals(path));
  }
}
