package io.github.webrendezvous.settings;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The settings and their defaults. */
public enum Setting {
  TIMEOUT("timeout", "30", "default timeout of a wait"),
  MAX_TIMEOUT("maxTimeout", "24h", "maximum timeout of a wait"),
  POSTGRES_URL("postgresURL", PostgresTemplate.DEFAULT, "the server of /_postgres/{db}"),
  CONNECT_TIMEOUT("connectTimeout", "1", "maximum duration of one probe attempt"),
  MAX_WAITS("maxWaits", Setting.HEAP, "maximum number of waits held at once"),
  MAX_WAITS_PER_CALLER("maxWaitsPerCaller", Setting.HEAP, "maximum number of waits of one address"),
  MAX_KEYS("maxKeys", Setting.HEAP, "maximum number of keys and targets"),
  MAX_VALUE_BYTES("maxValueBytes", Setting.HEAP, "maximum bytes of all values together"),
  MAX_BODY_BYTES("maxBodyBytes", "65536", "maximum bytes of one value or reason"),
  JOURNAL_LENGTH("journalLength", Setting.HEAP, "number of events that the journal keeps"),
  LOG_FORMAT("logFormat", "text", "format of the lines of the log: text or json"),
  MAX_TARGETS("maxTargets", Setting.HEAP, "maximum number of targets probed at once"),
  MAX_ATTEMPTS("maxAttempts", "5000", "maximum number of probe attempts per second"),
  PROBE_ALLOW("probeAllow", "", "the only targets that may be probed, if set"),
  PROBE_DENY("probeDeny", "", "targets that must not be probed"),
  PAGE_ACTIONS("pageActions", "true", "whether the page can signal and reset: true or false"),
  STORE_URL("storeURL", "", "PostgreSQL that keeps signals, for several nodes"),
  STORE_LISTEN_URL("storeListenURL", "", "the same without a pooler, for notifications"),
  STORE_TIMEOUT("storeTimeout", "5", "how long requests wait for that PostgreSQL"),
  TOKEN("token", "tokens that allow everything"),
  WAIT_TOKEN("waitToken", "tokens that allow waiting and seeing the status"),
  SIGNAL_TOKEN("signalToken", "tokens that allow signalling"),
  ADMIN_TOKEN("adminToken", "tokens that allow everything, resets included");

  /** The variable with the address of our own server. */
  public static final String LISTEN = "RENDEZVOUS_LISTEN";

  /** The variable that keeps clients that have closed their sending side. */
  public static final String KEEP_HALF_CLOSED = "RENDEZVOUS_KEEP_HALF_CLOSED";

  /** The variable with the maximum size of the head of a request to our own server. */
  public static final String MAX_HEADER_BYTES = "RENDEZVOUS_MAX_HEADER_BYTES";

  /** Variables of our own server, not of the application. */
  static final List<String> OF_THE_SERVER = List.of(LISTEN, KEEP_HALF_CLOSED, MAX_HEADER_BYTES);

  /** In place of a default that depends on the heap, see {@link HeapDefaults}. */
  private static final String HEAP = "N";

  private final String label;
  private final String byDefault;
  private final String about;
  private final boolean isSecret;

  Setting(String label, String byDefault, String about) {
    this(label, byDefault, about, false);
  }

  /** A secret without a default. */
  Setting(String label, String about) {
    this(label, "", about, true);
  }

  Setting(String label, String byDefault, String about, boolean isSecret) {
    this.label = label;
    this.byDefault = byDefault;
    this.about = about;
    this.isSecret = isSecret;
  }

  /** Its name as an init parameter: {@code postgresURL}. */
  public String label() {
    return label;
  }

  /** Its default, or N if that depends on the heap; empty if there is none. */
  public String byDefault() {
    return byDefault;
  }

  /** Its description in one line. */
  public String about() {
    return about;
  }

  /**
   * Whether it is a secret: never shown, and readable from a file. Only its file has a flag,
   * because other users of the machine can see the arguments of a process.
   */
  public boolean isSecret() {
    return isSecret;
  }

  /**
   * The flag of {@code java -jar}: its name, or for a secret that of its file, {@code tokenFile}.
   */
  public String flag() {
    return isSecret ? inFile() : label;
  }

  /** The name in the environment of what the flag gives. */
  public String flagInEnvironment() {
    return isSecret ? fileInEnvironment() : inEnvironment();
  }

  /** The init parameter with the path of a file that contains it: {@code tokenFile}. */
  String inFile() {
    return label + "File";
  }

  /**
   * Its name in the environment: {@code connectTimeout} is {@code RENDEZVOUS_CONNECT_TIMEOUT},
   * {@code postgresURL} is {@code RENDEZVOUS_POSTGRES_URL}.
   */
  public String inEnvironment() {
    String words = label.replaceAll("([a-z])([A-Z])", "$1_$2");
    return "RENDEZVOUS_" + words.toUpperCase(Locale.ROOT);
  }

  /** The variable with the path of a file that contains it: {@code RENDEZVOUS_TOKEN_FILE}. */
  String fileInEnvironment() {
    return inEnvironment() + "_FILE";
  }

  /** The names of the init parameters that give it. */
  Stream<String> parameters() {
    return isSecret ? Stream.of(label, inFile()) : Stream.of(label);
  }

  /** The names of the variables that give it. */
  public Stream<String> variables() {
    return isSecret ? Stream.of(inEnvironment(), fileInEnvironment()) : Stream.of(inEnvironment());
  }
}
