package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Condition;
import java.util.List;
import java.util.stream.Stream;

/** {@code /{key}}: until the key is signalled. */
final class KeyForm implements WaitForm {
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
    return List.of(Parameter.COUNT);
  }

  @Override
  public List<Parameter> onWait() {
    return Stream.concat(Parameter.ON_EVERY_WAIT.stream(), Stream.of(Parameter.RAW)).toList();
  }

  @Override
  public Condition read(RequestPath path, Query query) throws BadRequestException {
    Long count = query.number(Parameter.COUNT);
    return new Condition.Signalled(path.key(), count == null ? 1 : count);
  }
}
