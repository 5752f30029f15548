package io.github.webrendezvous.settings;

import java.util.List;
import java.util.Locale;

/** The settings and their defaults. */
public enum Setting {
  TIMEOUT("timeout", "30", "default timeout of a wait"),
  MAX_TIMEOUT("maxTimeout", "24h", "maximum timeout of a wait"),
  POSTGRES_URL("postgresURL", PostgresTemplate.DEFAULT, "the server of /_postgres/{db}"),
  CONNECT_TIMEOUT("connectTimeout", "1", "maximum duration of one probe attempt"),
  MAX_WAITS("maxWaits", Setting.HEAP, "maximum number of waits held at once"),
  MAX_KEYS("maxKeys", Setting.HEAP, "maximum number of keys and targets"),
  MAX_VALUE_BYTES("maxValueBytes", Setting.HEAP, "maximum bytes of all values together"),
  JOURNAL_LENGTH("journalLength", Setting.HEAP, "number of events that the journal keeps");

  /** The variable with the address of our own server. */
  public static final String LISTEN = "RENDEZVOUS_LISTEN";

  /** The variable that keeps clients that have closed their sending side. */
  public static final String KEEP_HALF_CLOSED = "RENDEZVOUS_KEEP_HALF_CLOSED";

  /** Variables of our own server, not of the application. */
  static final List<String> OF_THE_SERVER = List.of(LISTEN, KEEP_HALF_CLOSED);

  /** In place of a default that depends on the heap, see {@link HeapDefaults}. */
  private static final String HEAP = "N";

  private final String label;
  private final String byDefault;
  private final String about;

  Setting(String label, String byDefault, String about) {
    this.label = label;
    this.byDefault = byDefault;
    this.about = about;
  }

  /** Its name as an init parameter and a flag: {@code postgresURL}. */
  public String label() {
    return label;
  }

  /** Its default, or N if that depends on the heap. */
  public String byDefault() {
    return byDefault;
  }

  /** Its description in one line. */
  public String about() {
    return about;
  }

  /**
   * Its name in the environment: {@code connectTimeout} is {@code RENDEZVOUS_CONNECT_TIMEOUT},
   * {@code postgresURL} is {@code RENDEZVOUS_POSTGRES_URL}.
   */
  public String inEnvironment() {
    String words = label.replaceAll("([a-z])([A-Z])", "$1_$2");
    return "RENDEZVOUS_" + words.toUpperCase(Locale.ROOT);
  }
}
