package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Condition;
import java.util.List;
import java.util.stream.Stream;

/** {@code /{key}}: until the key is signalled. */
final class KeySyntax implements WaitSyntax {
  @Override
  public String usage() {
    return "/{key}";
  }

  @Override
  public String example() {
    return "/container_2_ready";
  }

  @Override
  public String about() {
    return "until the key is signalled";
  }

  @Override
  public List<Parameter> shaping() {
    return List.of(Parameters.COUNT);
  }

  @Override
  public List<Parameter> onWait() {
    return Stream.concat(Parameters.ON_EVERY_WAIT.stream(), Stream.of(Parameters.RAW)).toList();
  }

  @Override
  public Condition read(RequestPath path, Query query) throws BadRequestException {
    Long count = query.number(Parameters.COUNT);
    return new Condition.Signalled(KeyPaths.key(path), count == null ? 1 : count);
  }
}
