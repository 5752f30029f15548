package io.github.webrendezvous.web;

import io.github.webrendezvous.probe.MalformedProbeException;
import io.github.webrendezvous.probe.Probe;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /_port/{host}/{port}} and its like: until a look at something outside succeeds. */
final class ProbeForm implements WaitForm {
  private final ProbeKind kind;
  private final Prober prober;
  private final List<Parameter> shaping;

  ProbeForm(ProbeKind kind, Prober prober) {
    this.kind = kind;
    this.prober = prober;
    shaping =
        Stream.concat(kind.options().stream().map(Parameter::of), Stream.of(Parameter.UNTIL))
            .toList();
  }

  @Override
  public String usage() {
    return kind.usage();
  }

  @Override
  public String example() {
    return kind.example();
  }

  @Override
  public String about() {
    return kind.about();
  }

  @Override
  public List<Parameter> shaping() {
    return shaping;
  }

  @Override
  public Condition read(RequestPath path, Query query) throws BadRequestException {
    String written = written(path, query);
    RequestPath.checkLength(written);
    Map<String, String> options = new LinkedHashMap<>();
    for (Parameter parameter : shaping) {
      String value = query.value(parameter);
      if (value != null && !parameter.equals(Parameter.UNTIL)) {
        options.put(parameter.word(), value);
      }
    }
    try {
      Probe probe = kind.parse(path.afterFirst(), options);
      return new Condition.Succeeds(
          prober.target(written, query.has(Parameter.UNTIL) ? probe.inverted() : probe));
    } catch (MalformedProbeException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The target as a request names it, in one way however the request did: the path decoded, but for
   * what would begin a query, and the parameters in their order.
   */
  private String written(RequestPath path, Query query) {
    String written = path.text().replace("%", "%25").replace("?", "%3F");
    String parameters =
        shaping.stream()
            .filter(query::has)
            .map(parameter -> parameter.written(query.value(parameter)))
            .collect(Collectors.joining("&"));
    return parameters.isEmpty() ? written : written + "?" + parameters;
  }
}
