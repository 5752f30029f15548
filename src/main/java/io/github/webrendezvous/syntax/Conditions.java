package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The syntaxes of all conditions that a GET can wait for. Thread-safe. */
public final class Conditions {
  private final WaitSyntax key = new KeySyntax();

  /** The syntaxes of reserved paths, by their first segment. */
  private final Map<String, WaitSyntax> reserved = new LinkedHashMap<>();

  public Conditions(List<ProbeKind> kinds, Prober prober) {
    kinds.forEach(kind -> add(new ProbeSyntax(kind, prober)));
    add(new SeveralSyntax(true, this));
    add(new SeveralSyntax(false, this));
  }

  private void add(WaitSyntax syntax) {
    reserved.put(PathTemplate.of(syntax.usage()).segments().get(0), syntax);
  }

  /** All syntaxes, that of keys first. */
  public List<WaitSyntax> syntaxes() {
    return Stream.concat(Stream.of(key), reserved.values().stream()).toList();
  }

  /** The syntax of a wait for one key. */
  public WaitSyntax ofKey() {
    return key;
  }

  /**
   * The syntax of a path.
   *
   * @throws BadRequestException if it is reserved, but unknown
   */
  WaitSyntax syntax(RequestPath path) throws BadRequestException {
    if (!KeyPaths.isReserved(path)) {
      return key;
    }
    WaitSyntax syntax = reserved.get(path.first());
    if (syntax == null) {
      throw unknown(path);
    }
    return syntax;
  }

  /** The error for an unknown reserved path. */
  public BadRequestException unknown(RequestPath path) {
    return new BadRequestException(
        404,
        "Unknown path /"
            + path.first()
            + "; paths that start with /_ are reserved: "
            + reserved.values().stream().map(WaitSyntax::usage).collect(Collectors.joining(", "))
            + "; see /_help");
  }
}
