package io.github.webrendezvous.web;

import io.github.webrendezvous.probe.MalformedProbeException;
import io.github.webrendezvous.probe.Probe;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /_port/{host}/{port}} and its like: until a look at something outside succeeds. */
final class ProbeForm implements WaitForm {
  private final ProbeKind kind;
  private final Prober prober;
  private final List<Parameter> shaping;

  ProbeForm(ProbeKind kind, Prober prober) {
    this.kind = kind;
    this.prober = prober;
    shaping = kind.options().stream().map(Parameter::of).toList();
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
    path.checkLength();
    List<String> segments = path.afterFirst();
    if (segments.contains("")) {
      throw new BadRequestException("The path ends with a slash: write " + kind.usage());
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (Parameter parameter : shaping) {
      String value = query.value(parameter);
      if (value != null) {
        options.put(parameter.word(), value);
      }
    }
    try {
      Probe probe = kind.parse(segments, options);
      return new Condition.Succeeds(prober.target(path.text(), probe));
    } catch (MalformedProbeException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }
}
