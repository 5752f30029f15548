package io.github.webrendezvous.web;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Condition;
import java.util.List;
import java.util.stream.Stream;

/**
 * One form of what can be waited for: how it is written, and what it means. The parser, the help
 * and the API description all read it here. Thread-safe.
 */
interface WaitSyntax {
  /** How its path is written: {@code /_port/{host}/{port}}. */
  String usage();

  /** One that works as it stands: path and query. */
  String example();

  /** Until when it waits, in one line. */
  String about();

  /** The parameters that shape the condition, and so may stand in a term, too. */
  List<Parameter> shaping();

  /** What else may stand on such a wait. */
  default List<Parameter> onWait() {
    return Parameters.ON_EVERY_WAIT;
  }

  /** All that may stand on such a wait. */
  default List<Parameter> parameters() {
    return Stream.concat(shaping().stream(), onWait().stream()).toList();
  }

  /**
   * Reads the condition.
   *
   * @param path of this form
   * @throws BadRequestException if it is malformed
   */
  Condition read(RequestPath path, Query query) throws BadRequestException;
}
