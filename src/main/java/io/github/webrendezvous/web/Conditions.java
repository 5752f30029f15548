package io.github.webrendezvous.web;

import io.github.webrendezvous.probe.MalformedProbeException;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Condition;
import java.util.ArrayList;
import java.util.List;

/** Reads what a GET waits for from its path. Thread-safe. */
final class Conditions {
  private final List<ProbeKind> kinds;
  private final Prober prober;

  Conditions(List<ProbeKind> kinds, Prober prober) {
    this.kinds = List.copyOf(kinds);
    this.prober = prober;
  }

  /**
   * The condition that a path names, as its query shapes it.
   *
   * @throws BadRequestException if it is malformed, or reserved and means nothing
   */
  Condition parse(RequestPath path, Query query) throws BadRequestException {
    if (!path.isReserved()) {
      Long count = query.number(Query.Parameter.COUNT);
      return new Condition.Signalled(path.key(), count == null ? 1 : count);
    }
    for (ProbeKind kind : kinds) {
      if (kind.name().equals(path.reservedName())) {
        path.checkLength();
        return probe(kind, path);
      }
    }
    List<String> known = new ArrayList<>();
    kinds.forEach(kind -> known.add(kind.usage()));
    String shown = path.segments().get(0);
    throw new BadRequestException(
        404,
        "/"
            + shown
            + " means nothing here; what starts with /_ is reserved: "
            + String.join(", ", known));
  }

  private Condition probe(ProbeKind kind, RequestPath path) throws BadRequestException {
    List<String> segments = path.afterFirst();
    if (segments.contains("")) {
      throw new BadRequestException("The path ends with a slash: write " + kind.usage());
    }
    try {
      return new Condition.Succeeds(prober.target(path.text(), kind.parse(segments)));
    } catch (MalformedProbeException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }
}
