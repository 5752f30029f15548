package io.github.webrendezvous.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.webrendezvous.settings.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

/** Properties of queries, valid or not. */
class QueryPropertiesTest {
  private static final Parameter TIMEOUT = Parameter.text("timeout", "30", "a duration");
  private static final Parameter COUNT = Parameter.number("count", 3, "a number");
  private static final Parameter AS = Parameter.text("as", "web-1", "a name");
  private static final Parameter ON_TIMEOUT =
      Parameter.oneOf(List.of("404", "408", "503", "504"), "on-timeout", "503", "one of four");
  private static final Parameter RAW = Parameter.flag("raw", "a flag");
  private static final Parameter STATUS =
      Parameter.oneOf(List.of("ok", "failed"), "status", "failed", "one of two");
  private static final Parameter TTL = Parameter.text("ttl", "10m", "another duration");
  private static final Parameter ID = Parameter.text("id", "web-1", "another name");

  private static final List<Parameter> ALL =
      List.of(TIMEOUT, COUNT, AS, ON_TIMEOUT, RAW, STATUS, TTL, ID);

  /** Parameters that take any text in a query, and a flag. */
  private static final List<Parameter> TEXTS = List.of(TIMEOUT, AS, RAW, TTL, ID);

  /** Encodes every byte as %XX. */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      encoded.append(String.format("%%%02x", each));
    }
    return encoded.toString();
  }

  private static void assertRefused(String query) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> Query.parse(query, ALL))
        .satisfies(refused -> assertThat(refused.getMessage()).isNotBlank());
  }

  @Property
  void queriesAreReadAsWritten(@ForAll("values") @NotEmpty Map<Parameter, String> values)
      throws BadRequestException {
    List<String> parts = new ArrayList<>();
    values.forEach(
        (parameter, value) ->
            parts.add(!parameter.takesValue() ? "raw" : parameter.word() + "=" + encoded(value)));
    Query query = Query.parse(String.join("&", parts), ALL);
    for (Parameter parameter : ALL) {
      assertThat(query.has(parameter)).isEqualTo(values.containsKey(parameter));
      if (parameter.takesValue()) {
        assertThat(query.value(parameter)).isEqualTo(values.get(parameter));
      }
    }
  }

  @Property
  void repeatedParametersAreRejected(@ForAll("values") @NotEmpty Map<Parameter, String> values) {
    values.forEach(
        (parameter, value) -> {
          String part = !parameter.takesValue() ? "raw" : parameter.word() + "=" + encoded(value);
          assertRefused(part + "&" + part);
        });
  }

  @Property
  void unknownParametersAreRejected(
      @ForAll("parameters") Parameter parameter,
      @ForAll("parameterLists") List<Parameter> allowed) {
    String query = !parameter.takesValue() ? "raw" : parameter.word() + "=1";
    if (!allowed.contains(parameter)) {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> Query.parse(query, allowed))
          .withMessageContaining("\"" + parameter.word() + "\"");
    }
  }

  /** Any text is either read strictly or rejected with a reason. */
  @Property(tries = 3_000)
  void everyTextIsReadOrRejected(@ForAll("nearly") String text) {
    Query query;
    try {
      query = Query.parse(text, ALL);
    } catch (BadRequestException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    long parts = text.isEmpty() ? 0 : Arrays.stream(text.split("&", -1)).count();
    assertThat(ALL.stream().filter(query::has)).as(text).hasSize((int) parts);
    for (Parameter parameter : ALL) {
      String value = query.value(parameter);
      assertThat(value == null || !parameter.takesValue() || !value.isEmpty()).isTrue();
      assertThat(value == null || value.chars().noneMatch(Character::isISOControl)).isTrue();
    }
  }

  @Property
  void numbersAreReadOrRejected(@ForAll long number) throws BadRequestException {
    if (number >= 1 && number <= 999_999_999) {
      Query query = Query.parse("count=" + number, ALL);
      assertThat(query.number(COUNT)).isEqualTo(number);
    } else {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> Query.parse("count=" + number, ALL))
          .withMessageContaining("count=3");
    }
  }

  @Property
  void onlyListedWordsAreAccepted(@ForAll("words") String word) throws BadRequestException {
    if (List.of("404", "408", "503", "504").contains(word)) {
      Query query = Query.parse("on-timeout=" + word, ALL);
      assertThat(query.value(ON_TIMEOUT)).isEqualTo(word);
    } else {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> Query.parse("on-timeout=" + word, ALL))
          .withMessageContaining(
              "must be 404, 408, 503 or 504: write, for example, ?on-timeout=503");
    }
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of("404", "408", "503", "504", "200", "x", "40", "4044", "404 ");
  }

  @Property
  void durationsAreReadAsInTheSettings(@ForAll @LongRange(min = 0, max = 9_999_999) long millis)
      throws BadRequestException {
    Query query = Query.parse("timeout=" + millis + "ms", ALL);
    assertThat(query.duration(TIMEOUT))
        .isEqualTo(Duration.ofMillis(millis))
        .isEqualTo(Durations.parse(millis + "ms"));
  }

  @Property
  void longNamesAreRejected(@ForAll @StringLength(min = 1, max = 300) String name) {
    String shown =
        name.codePoints().allMatch(Character::isLetter) ? name : "n".repeat(name.length());
    if (shown.length() > 128) {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> Query.parse("as=" + encoded(shown), ALL).name(AS));
    }
  }

  @Provide
  Arbitrary<Parameter> parameters() {
    return Arbitraries.of(ALL);
  }

  @Provide
  Arbitrary<List<Parameter>> parameterLists() {
    return parameters().list().ofMinSize(1).ofMaxSize(ALL.size());
  }

  @Provide
  Arbitrary<Map<Parameter, String>> values() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .ofMinLength(1)
            .ofMaxLength(40)
            .filter(
                text ->
                    text.codePoints()
                        .allMatch(
                            c ->
                                !Character.isISOControl(c)
                                    && Character.getType(c) != Character.SURROGATE));
    return Arbitraries.maps(Arbitraries.of(TEXTS), texts);
  }

  @Provide
  Arbitrary<String> nearly() {
    return Arbitraries.of(
            "timeout",
            "count",
            "as",
            "raw",
            "ttl",
            "id",
            "on-timeout",
            "status",
            "=",
            "=",
            "&",
            "&",
            "%",
            "%3D",
            "%26",
            "%00",
            "%ff",
            "%c3%a9",
            "+",
            "1",
            "10m",
            "x",
            " ",
            "?",
            "é",
            ";")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
