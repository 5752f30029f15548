package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Parameter;
import java.util.List;

/** The query parameters of waits, signals and resets. */
final class Parameters {
  static final Parameter TIMEOUT =
      Parameter.text("timeout", "30", "how long: 30, 2.5, 500ms, 45s, 10m; 0 looks once");
  static final Parameter COUNT = Parameter.number("count", 3, "until so many have arrived");
  static final Parameter AS = Parameter.text("as", "web-1", "who is asking, for page and log");
  static final Parameter ON_TIMEOUT =
      Parameter.oneOf(
          List.of("404", "408", "503", "504"),
          "on-timeout",
          "503",
          "the status then; curl --retry repeats all but 404");
  static final Parameter RAW = Parameter.flag("raw", "the value itself instead of JSON");
  static final Parameter UNTIL =
      Parameter.oneOf(List.of("closed"), "until", "closed", "until it is gone");
  static final Parameter ATTEMPT =
      Parameter.text("attempt", "5s", "how long one look may take; connectTimeout otherwise");
  static final Parameter OF =
      Parameter.texts("of", "abc", "a term: what could follow GET /, encoded");
  static final Parameter STATUS =
      Parameter.oneOf(
          List.of("ok", "failed"), "status", "failed", "failed: the body is the reason");
  static final Parameter TTL = Parameter.text("ttl", "10m", "forgotten after so long");
  static final Parameter ID =
      Parameter.text("id", "web-1", "who arrives: again does not count again");
  static final Parameter VALUES = Parameter.flag("values", "with the value of each term");
  static final Parameter ALL = Parameter.flag("all", "on DELETE /*: yes, every key of everybody");

  /** What every wait may have, whatever its condition. */
  static final List<Parameter> ON_EVERY_WAIT = List.of(TIMEOUT, AS, ON_TIMEOUT);

  private Parameters() {}
}
