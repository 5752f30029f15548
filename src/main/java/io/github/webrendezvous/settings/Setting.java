package io.github.webrendezvous.settings;

import java.util.Locale;

/** The settings there are, with what they are if nobody says otherwise. */
public enum Setting {
  TIMEOUT("timeout", "30", "how long a wait is held that does not say so itself"),
  MAX_TIMEOUT("maxTimeout", "24h", "the longest that any wait is held"),
  POSTGRES_URL("postgresURL", PostgresTemplate.DEFAULT, "where /_postgres/{db} looks"),
  CONNECT_TIMEOUT("connectTimeout", "1", "the longest that one attempt of a probe may take"),
  MAX_WAITS("maxWaits", "100000", "how many waits may be parked at once"),
  MAX_KEYS("maxKeys", "5000", "how many keys and targets are remembered"),
  MAX_VALUE_BYTES("maxValueBytes", "8388608", "how many bytes all values may have together"),
  JOURNAL_LENGTH("journalLength", "5000", "how many events the journal keeps");

  private final String label;
  private final String byDefault;
  private final String about;

  Setting(String label, String byDefault, String about) {
    this.label = label;
    this.byDefault = byDefault;
    this.about = about;
  }

  /** As an init parameter and a flag are called: {@code postgresURL}. */
  public String label() {
    return label;
  }

  public String byDefault() {
    return byDefault;
  }

  /** What it says, for people, in one line. */
  public String about() {
    return about;
  }

  /**
   * As the environment calls it: {@code connectTimeout} is {@code RENDEZVOUS_CONNECT_TIMEOUT},
   * {@code postgresURL} is {@code RENDEZVOUS_POSTGRES_URL}.
   */
  public String inEnvironment() {
    String words = label.replaceAll("([a-z])([A-Z])", "$1_$2");
    return "RENDEZVOUS_" + words.toUpperCase(Locale.ROOT);
  }
}
