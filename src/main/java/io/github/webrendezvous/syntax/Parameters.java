package io.github.webrendezvous.syntax;

import io.github.webrendezvous.http.Parameter;
import java.util.List;

/** The query parameters of waits, signals and resets. */
public final class Parameters {
  public static final Parameter TIMEOUT =
      Parameter.text("timeout", "30", "how long to wait: 30, 2.5, 500ms, 10m; 0 checks once");
  static final Parameter COUNT = Parameter.number("count", 3, "wait for this many arrivals");
  public static final Parameter AS =
      Parameter.text("as", "web-1", "name of the caller, for page and log");
  public static final Parameter WILL_SIGNAL =
      Parameter.optionalTexts(
          "will-signal", "migrated", "a key that the caller signals afterwards");
  public static final Parameter ON_TIMEOUT =
      Parameter.oneOf(
          List.of("404", "408", "503", "504"),
          "on-timeout",
          "503",
          "status of a timeout; curl --retry repeats all but 404");
  public static final Parameter RAW =
      Parameter.flag("raw", "respond with the value itself instead of JSON");
  static final Parameter UNTIL =
      Parameter.oneOf(List.of("closed"), "until", "closed", "wait until it is gone");
  static final Parameter ATTEMPT =
      Parameter.text("attempt", "5s", "time limit of one attempt; default: connectTimeout");
  public static final Parameter OF =
      Parameter.texts("of", "abc", "a term: a path to wait for and its query, encoded");
  public static final Parameter STATUS =
      Parameter.oneOf(
          List.of("ok", "failed"), "status", "failed", "failed: the body is the reason");
  public static final Parameter TTL =
      Parameter.text("ttl", "10m", "forget the signal after this time");
  public static final Parameter ID =
      Parameter.text("id", "web-1", "name of the arrival; the same name counts once");
  public static final Parameter VALUES = Parameter.flag("values", "include the value of each term");
  public static final Parameter VERBOSE =
      Parameter.flag("verbose", "one line of text for each check");
  public static final Parameter AS_FILTER =
      Parameter.text("as", "web-1", "only events of this caller");
  public static final Parameter KEY =
      Parameter.text("key", "run-1/*", "only events of this key or target, or prefix");
  public static final Parameter SINCE =
      Parameter.text("since", "10m", "only what ended later, or after a time");
  public static final Parameter RUN =
      Parameter.text("key", "run-1/*", "only waits for this key or target, or prefix");
  public static final Parameter AFTER =
      Parameter.text("after", "mhq2c-42", "the id of the last event that is known");
  public static final Parameter CHANGES =
      Parameter.flag("changes", "only that something has happened, without details");
  public static final Parameter ALL =
      Parameter.flag("all", "on DELETE /*: confirm that every key is meant");

  /** The parameters of every wait, whatever its condition. */
  public static final List<Parameter> ON_EVERY_WAIT = List.of(TIMEOUT, AS, ON_TIMEOUT, WILL_SIGNAL);

  private Parameters() {}
}
