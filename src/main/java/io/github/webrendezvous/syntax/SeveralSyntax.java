package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Truncated;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /_all?of=…} and {@code /_any?of=…}: until all of, or any of, several terms hold. */
final class SeveralSyntax implements WaitSyntax {
  private static final int MOST_TERMS = 64;
  private static final int DEEPEST = 4;

  private final boolean all;
  private final Conditions conditions;

  SeveralSyntax(boolean all, Conditions conditions) {
    this.all = all;
    this.conditions = conditions;
  }

  private String path() {
    return all ? "/_all" : "/_any";
  }

  @Override
  public String usage() {
    return path() + "?of={term}";
  }

  @Override
  public String example() {
    return path() + "?of=abc&of=_port/memcached/11211";
  }

  @Override
  public String about() {
    return all ? "until every term holds" : "until one term holds; the response says which";
  }

  @Override
  public List<Parameter> shaping() {
    return List.of(Parameters.OF);
  }

  @Override
  public List<Parameter> onWait() {
    return Stream.concat(Parameters.ON_EVERY_WAIT.stream(), Stream.of(Parameters.VALUES)).toList();
  }

  @Override
  public Condition read(RequestPath path, Query query) throws BadRequestException {
    return read(path, query, 1);
  }

  private Condition read(RequestPath path, Query query, int depth) throws BadRequestException {
    if (path.segments().size() > 1) {
      throw new BadRequestException(
          "What " + path() + " takes its terms from the query: write " + example());
    }
    if (depth > DEEPEST) {
      throw new BadRequestException("/_all and /_any can be nested at most " + DEEPEST + " deep");
    }
    List<String> written = query.all(Parameters.OF);
    if (written.isEmpty()) {
      throw new BadRequestException(path() + " has no terms: write " + example());
    }
    List<Condition> terms = new ArrayList<>();
    for (String term : written) {
      try {
        terms.add(term(term, depth));
      } catch (BadRequestException e) {
        throw e.in("The term of=" + Truncated.of(term));
      }
    }
    String shown =
        Truncated.of(
            path()
                + "?"
                + written.stream().map(Parameters.OF::written).collect(Collectors.joining("&")));
    Condition condition =
        all ? new Condition.AllOf(shown, terms) : new Condition.AnyOf(shown, terms);
    if (count(condition) > MOST_TERMS) {
      throw new BadRequestException(
          path() + " has more than " + MOST_TERMS + " terms: signal one key for some of them");
    }
    return condition;
  }

  /** Reads a term: a path with or without its first slash, and its query. */
  private Condition term(String written, int depth) throws BadRequestException {
    int mark = written.indexOf('?');
    String rawPath = mark < 0 ? written : written.substring(0, mark);
    RequestPath path = RequestPath.parse(rawPath.startsWith("/") ? rawPath : "/" + rawPath);
    if (path.isRoot() || path.text().equals(KeyPaths.ICON)) {
      throw new BadRequestException(
          "This is neither a key nor a probe: write, for example, of=abc");
    }
    WaitSyntax syntax = conditions.syntax(path);
    Query query = Query.parse(mark < 0 ? "" : written.substring(mark + 1), syntax.shaping());
    return syntax instanceof SeveralSyntax several
        ? several.read(path, query, depth + 1)
        : syntax.read(path, query);
  }

  private static int count(Condition condition) {
    return condition instanceof Condition.Several several
        ? several.terms().stream().mapToInt(SeveralSyntax::count).sum()
        : 1;
  }
}
