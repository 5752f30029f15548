package io.github.webrendezvous.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.probe.Probe;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nested terms, with different encodings. */
class SeveralSyntaxPropertiesTest {
  /** A condition, and one way to write it. */
  private sealed interface Term {
    /** The term as it follows the first slash of a GET. */
    String written(boolean thorough);

    boolean means(Condition condition);

    record Key(List<String> segments, long count) implements Term {
      @Override
      public String written(boolean thorough) {
        String path = segments.stream().map(s -> encoded(s, true)).collect(Collectors.joining("/"));
        return count == 1 ? path : path + "?count=" + count;
      }

      @Override
      public boolean means(Condition condition) {
        return condition instanceof Condition.Signalled signalled
            && signalled.path().equals("/" + String.join("/", segments))
            && signalled.count() == count;
      }
    }

    record Look(String at, boolean closed) implements Term {
      @Override
      public String written(boolean thorough) {
        return "_look/" + encoded(at, true) + (closed ? "?until=closed" : "");
      }

      @Override
      public boolean means(Condition condition) {
        return condition instanceof Condition.Succeeds succeeds && succeeds.path().equals(shown());
      }

      private String shown() {
        String path = "/_look/" + at.replace("%", "%25").replace("?", "%3F");
        return closed ? path + "?until=closed" : path;
      }
    }

    record Several(boolean all, List<Term> terms) implements Term {
      @Override
      public String written(boolean thorough) {
        return (all ? "_all?" : "_any?") + query(thorough);
      }

      String query(boolean thorough) {
        return terms.stream()
            .map(term -> "of=" + encoded(term.written(thorough), thorough))
            .collect(Collectors.joining("&"));
      }

      @Override
      public boolean means(Condition condition) {
        if (!(condition instanceof Condition.Several several)
            || condition instanceof Condition.AllOf != all
            || several.terms().size() != terms.size()) {
          return false;
        }
        for (int i = 0; i < terms.size(); i++) {
          if (!terms.get(i).means(several.terms().get(i))) {
            return false;
          }
        }
        return true;
      }
    }
  }

  /** Encodes all characters, or only those that would end the value. */
  private static String encoded(String text, boolean thorough) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (thorough || each == '%' || each == '&') {
        encoded.append(String.format("%%%02X", each));
      } else {
        encoded.append((char) each);
      }
    }
    return encoded.toString();
  }

  private static final ProbeKind LOOK =
      new ProbeKind() {
        @Override
        public Usage usage() {
          return new Usage("/_look/{at}", "/_look/there", "until it is there");
        }

        @Override
        public Probe parse(List<String> segments, Map<String, String> options) {
          return attempt -> {};
        }
      };

  private final Conditions conditions =
      new Conditions(
          List.of(LOOK), new Prober(new ManualClock(), Duration.ofSeconds(1), 10, 1_000));

  private Condition read(String path, String query) throws BadRequestException {
    RequestPath parsed = RequestPath.parse(path);
    WaitSyntax syntax = conditions.syntax(parsed);
    return syntax.read(parsed, Query.parse(query, syntax.parameters()));
  }

  @Property
  void termsAreReadAsWritten(@ForAll("several") Term.Several several, @ForAll boolean thorough)
      throws BadRequestException {
    Condition read = read(several.all() ? "/_all" : "/_any", several.query(thorough));
    assertThat(several.means(read)).as(several.query(thorough)).isTrue();
  }

  /** The shown form of a condition is valid input. */
  @Property
  void shownConditionsCanBeTyped(@ForAll("several") Term.Several several)
      throws BadRequestException {
    Condition read = read(several.all() ? "/_all" : "/_any", several.query(true));
    String shown = read.path();
    if (!shown.endsWith("…")) {
      int mark = shown.indexOf('?');
      Condition again = read(shown.substring(0, mark), shown.substring(mark + 1));
      assertThat(several.means(again)).as(shown).isTrue();
    }
  }

  @Property(tries = 3_000)
  void everyTextIsReadOrRejectedWithAReason(@ForAll("nearly") String query) {
    try {
      Condition read = read("/_all", query);
      assertThat(read.path().length()).isLessThanOrEqualTo(301);
    } catch (BadRequestException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<Term.Several> several() {
    return several(3);
  }

  private static Arbitrary<Term.Several> several(int deeper) {
    Arbitrary<String> segments =
        Arbitraries.strings()
            .withChars("ab%?&=+ /;é日")
            .ofMinLength(1)
            .ofMaxLength(5)
            .map(text -> text.replace("/", "x").replace(' ', '_'))
            .map(text -> text.startsWith("_") ? "k" + text : text);
    Arbitrary<Term> keys =
        Combinators.combine(
                segments.list().ofMinSize(1).ofMaxSize(2), Arbitraries.longs().between(1, 3))
            .as(Term.Key::new);
    Arbitrary<Term> looks =
        Combinators.combine(segments, Arbitraries.of(true, false)).as(Term.Look::new);
    List<Arbitrary<Term>> terms = new ArrayList<>(List.of(keys, looks));
    if (deeper > 0) {
      terms.add(several(deeper - 1).map(several -> (Term) several));
    }
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.oneOf(terms).list().ofMinSize(1).ofMaxSize(deeper > 1 ? 3 : 2))
        .as(Term.Several::new);
  }

  @Provide
  Arbitrary<String> nearly() {
    return Arbitraries.of(
            "of=",
            "of=",
            "&",
            "_all",
            "_any",
            "_look",
            "?",
            "%3F",
            "%26",
            "%253F",
            "=",
            "/",
            "a",
            "count=2",
            "timeout=1",
            "%",
            "%00",
            "é",
            "..",
            "_",
            "+")
        .list()
        .ofMaxSize(16)
        .map(parts -> "of=" + String.join("", parts));
  }
}
