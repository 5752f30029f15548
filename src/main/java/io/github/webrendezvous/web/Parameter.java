package io.github.webrendezvous.web;

import io.github.webrendezvous.probe.ProbeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter. Two may have one word, where what they stand on differs. Immutable.
 *
 * @param word what stands before the equals sign
 * @param example one way to write it that works; without an equals sign, it takes no value
 * @param about what it says, for people, in one line
 */
record Parameter(String word, String example, String about) {
  static final Parameter TIMEOUT =
      new Parameter("timeout", "timeout=30", "how long: 30, 2.5, 500ms, 45s, 10m; 0 looks once");
  static final Parameter COUNT = new Parameter("count", "count=3", "until so many have arrived");
  static final Parameter AS = new Parameter("as", "as=web-1", "who is asking, for page and log");
  static final Parameter ON_TIMEOUT =
      new Parameter("on-timeout", "on-timeout=503", "status then: 404 (default), 408, 503, 504");
  static final Parameter RAW = new Parameter("raw", "raw", "the value itself instead of JSON");
  static final Parameter UNTIL =
      new Parameter("until", "until=closed", "until it is gone: until a look does not succeed");
  static final Parameter OF =
      new Parameter("of", "of=abc", "a term, encoded: what could follow the first / of a GET");
  static final Parameter STATUS =
      new Parameter("status", "status=failed", "ok (default), or failed: the body is the reason");
  static final Parameter TTL = new Parameter("ttl", "ttl=10m", "forgotten after so long");
  static final Parameter ID =
      new Parameter("id", "id=web-1", "the same arrival again does not count again");

  /** What every wait may have, whatever its condition. */
  static final List<Parameter> ON_EVERY_WAIT = List.of(TIMEOUT, AS, ON_TIMEOUT);

  /** The parameter that an option of a probe is written as. */
  static Parameter of(ProbeKind.Option option) {
    return new Parameter(option.word(), option.example(), option.about());
  }

  boolean takesValue() {
    return example.contains("=");
  }

  /** Whether it may stand there as often as there may be terms. */
  boolean isRepeatable() {
    return equals(OF);
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
