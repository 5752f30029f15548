package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.probe.DeniedException;
import io.github.webrendezvous.probe.MalformedProbeException;
import io.github.webrendezvous.probe.PendingAttempt;
import io.github.webrendezvous.probe.Probe;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.settings.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /_port/{host}/{port}} and other probes: until an attempt at the target succeeds. */
final class ProbeSyntax implements WaitSyntax {
  /** The parameters of every probe, whatever its kind. */
  private static final List<Parameter> ON_EVERY_PROBE =
      List.of(Parameters.UNTIL, Parameters.ATTEMPT);

  private final ProbeKind kind;
  private final Prober prober;
  private final List<Parameter> shaping;

  ProbeSyntax(ProbeKind kind, Prober prober) {
    this.kind = kind;
    this.prober = prober;
    shaping =
        Stream.concat(kind.options().stream().map(ProbeSyntax::parameter), ON_EVERY_PROBE.stream())
            .toList();
  }

  @Override
  public String usage() {
    return kind.usage().path();
  }

  @Override
  public String example() {
    return kind.usage().example();
  }

  @Override
  public String about() {
    return kind.usage().about();
  }

  @Override
  public List<Parameter> shaping() {
    return shaping;
  }

  @Override
  public Condition read(RequestPath path, Query query) throws BadRequestException {
    String written = written(path, query);
    KeyPaths.checkLength(written);
    Map<String, String> options = new LinkedHashMap<>();
    for (Parameter parameter : shaping) {
      String value = query.value(parameter);
      if (value != null && !ON_EVERY_PROBE.contains(parameter)) {
        options.put(parameter.word(), value);
      }
    }
    try {
      Probe probe = kind.parse(path.afterFirst(), options);
      return new Condition.Succeeds(
          prober.target(written, probe, attempt(query), query.has(Parameters.UNTIL)));
    } catch (MalformedProbeException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    } catch (DeniedException e) {
      throw new BadRequestException(403, String.valueOf(e.getMessage()));
    }
  }

  /** The parameter that an option of a probe is written as. */
  private static Parameter parameter(ProbeKind.Option option) {
    return new Parameter(option.word(), shape(option), option.example(), option.about());
  }

  private static Parameter.Shape shape(ProbeKind.Option option) {
    if (option.isFlag()) {
      return new Parameter.Shape.Flag();
    }
    return option.words().isEmpty()
        ? new Parameter.Shape.Text()
        : new Parameter.Shape.OneOf(option.words());
  }

  /** The time limit of one attempt; null if the request does not set one. */
  private static @Nullable Duration attempt(Query query) throws BadRequestException {
    Duration attempt = query.duration(Parameters.ATTEMPT);
    if (attempt != null && (attempt.isZero() || attempt.compareTo(PendingAttempt.LONGEST) > 0)) {
      throw Parameters.ATTEMPT.refused(
          "must be more than 0 and at most " + Durations.format(PendingAttempt.LONGEST));
    }
    return attempt;
  }

  /**
   * The target as a request names it, in its normal form: the path decoded, except for characters
   * that would begin a query, and the parameters in a fixed order.
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
