package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Condition;
import java.util.List;
import java.util.stream.Stream;

/**
 * The syntax of one kind of condition. The route table, the help and the API description all use
 * it. Thread-safe.
 */
public interface WaitSyntax {
  /** The template of its path: {@code /_port/{host}/{port}}. */
  String usage();

  /** A valid example: path and query. */
  String example();

  /** What it waits for, in one line. */
  String about();

  /** The parameters that belong to the condition, and so are allowed in a term, too. */
  List<Parameter> shaping();

  /** The other parameters of such a wait. */
  default List<Parameter> onWait() {
    return Parameters.ON_EVERY_WAIT;
  }

  /** All parameters of such a wait. */
  default List<Parameter> parameters() {
    return Stream.concat(shaping().stream(), onWait().stream()).toList();
  }

  /**
   * Reads the condition.
   *
   * @param path of this syntax
   * @throws BadRequestException if it is malformed
   */
  Condition read(RequestPath path, Query query) throws BadRequestException;
}
