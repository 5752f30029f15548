package io.github.webrendezvous.web;

import io.github.webrendezvous.probe.ProbeKind;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter. Two may have one word, where what they stand on differs. Immutable.
 *
 * @param word what stands before the equals sign
 * @param shape what may stand after it
 * @param example one way to write it that works
 * @param about what it says, for people, in one line
 */
record Parameter(String word, Shape shape, String example, String about) {
  /** What values a parameter takes. */
  sealed interface Shape {
    /** None, and no equals sign. */
    record Flag() implements Shape {}

    /** A text, not empty, that is read further where it is used. */
    record Text() implements Shape {}

    /** A whole number of at least one. */
    record Whole() implements Shape {}

    /** One of several words. */
    record OneOf(List<String> words) implements Shape {}

    /** A text, and the parameter may be there as often as one likes. */
    record Texts() implements Shape {}
  }

  private static final Shape FLAG = new Shape.Flag();
  private static final Shape TEXT = new Shape.Text();

  private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

  static final Parameter TIMEOUT =
      new Parameter(
          "timeout", TEXT, "timeout=30", "how long: 30, 2.5, 500ms, 45s, 10m; 0 looks once");
  static final Parameter COUNT =
      new Parameter("count", new Shape.Whole(), "count=3", "until so many have arrived");
  static final Parameter AS =
      new Parameter("as", TEXT, "as=web-1", "who is asking, for page and log");
  static final Parameter ON_TIMEOUT =
      new Parameter(
          "on-timeout",
          oneOf("404", "408", "503", "504"),
          "on-timeout=503",
          "the status then; curl --retry repeats all but 404");
  static final Parameter RAW =
      new Parameter("raw", FLAG, "raw", "the value itself instead of JSON");
  static final Parameter UNTIL =
      new Parameter("until", oneOf("closed"), "until=closed", "until it is gone");
  static final Parameter ATTEMPT =
      new Parameter(
          "attempt", TEXT, "attempt=5s", "how long one look may take; connectTimeout otherwise");
  static final Parameter OF =
      new Parameter("of", new Shape.Texts(), "of=abc", "a term: what could follow GET /, encoded");
  static final Parameter STATUS =
      new Parameter(
          "status", oneOf("ok", "failed"), "status=failed", "failed: the body is the reason");
  static final Parameter TTL = new Parameter("ttl", TEXT, "ttl=10m", "forgotten after so long");
  static final Parameter ID =
      new Parameter("id", TEXT, "id=web-1", "who arrives: again does not count again");

  static final Parameter VALUES =
      new Parameter("values", FLAG, "values", "with the value of each term");
  static final Parameter ALL =
      new Parameter("all", FLAG, "all", "on DELETE /*: yes, every key of everybody");

  /** What every wait may have, whatever its condition. */
  static final List<Parameter> ON_EVERY_WAIT = List.of(TIMEOUT, AS, ON_TIMEOUT);

  private static Shape oneOf(String... words) {
    return new Shape.OneOf(List.of(words));
  }

  /** The parameter that an option of a probe is written as. */
  static Parameter of(ProbeKind.Option option) {
    Shape shape = option.words().isEmpty() ? TEXT : new Shape.OneOf(option.words());
    return new Parameter(
        option.word(), option.isFlag() ? FLAG : shape, option.example(), option.about());
  }

  boolean takesValue() {
    return !(shape instanceof Shape.Flag);
  }

  /** Whether it may stand there several times. */
  boolean isRepeatable() {
    return shape instanceof Shape.Texts;
  }

  /**
   * Checks what is said of it.
   *
   * @param value null if there is no equals sign
   * @throws BadRequestException if it has another shape
   */
  void check(@Nullable String value) throws BadRequestException {
    if (!takesValue()) {
      if (value != null && !value.isEmpty()) {
        throw refused("takes no value");
      }
    } else if (value == null || value.isEmpty()) {
      throw refused("has no value");
    } else if (shape instanceof Shape.Whole && !WHOLE.matcher(value).matches()) {
      throw refused("must be a whole number from 1 to 999999999");
    } else if (shape instanceof Shape.OneOf words && !words.words().contains(value)) {
      throw refused("must be " + inWords(words.words()));
    }
  }

  private static String inWords(List<String> words) {
    int last = words.size() - 1;
    String most = words.stream().limit(last).collect(Collectors.joining(", "));
    return most.isEmpty() ? words.get(last) : most + " or " + words.get(last);
  }

  /** As a query says it, so that what is shown can be typed. */
  String written(@Nullable String value) {
    return takesValue() && value != null ? word + "=" + encoded(value) : word;
  }

  /** A value with what would end it encoded. */
  static String encoded(String value) {
    return value.replace("%", "%25").replace("&", "%26").replace("#", "%23").replace(" ", "%20");
  }

  /** That it is wrong, in what way, and what would be right. */
  BadRequestException refused(String why) {
    return new BadRequestException(
        "The query parameter \"" + word + "\" " + why + ": write, say, ?" + example);
  }
}
