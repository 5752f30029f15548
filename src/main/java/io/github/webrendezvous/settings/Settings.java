package io.github.webrendezvous.settings;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one deployment. Immutable.
 *
 * @param timeout default timeout of a wait
 * @param maxTimeout maximum timeout of a wait
 * @param postgresUrl the server of {@code /_postgres/…}
 * @param connectTimeout maximum duration of one probe attempt
 * @param journalLength number of events that the journal keeps
 * @param maxWaits maximum number of waits
 * @param maxKeys maximum number of keys and targets
 * @param maxValueBytes maximum bytes of all values and ids together
 * @param maxBodyBytes maximum bytes of one value or reason
 * @param jsonLog whether the lines of the log are JSON
 * @param maxWaitsPerCaller maximum number of waits of one address
 * @param maxTargets maximum number of targets probed at once
 * @param maxAttempts maximum number of probe attempts per second
 * @param probeAllow the rules of targets that may be probed; empty for all
 * @param probeDeny the rules of targets that must not be probed
 * @param pageActions whether the page can signal and reset keys
 * @param storeUrl where signals are kept; null if in memory
 * @param storeListenUrl for notifications of the store, if another one than storeUrl
 * @param storeTimeout how long requests wait for the store
 * @param tokens that permit requests
 */
public record Settings(
    Duration timeout,
    Duration maxTimeout,
    PostgresTemplate postgresUrl,
    Duration connectTimeout,
    int journalLength,
    int maxWaits,
    int maxKeys,
    int maxValueBytes,
    int maxBodyBytes,
    boolean jsonLog,
    int maxWaitsPerCaller,
    int maxTargets,
    int maxAttempts,
    String probeAllow,
    String probeDeny,
    boolean pageActions,
    @Nullable PostgresUrl storeUrl,
    @Nullable PostgresUrl storeListenUrl,
    Duration storeTimeout,
    Tokens tokens) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(1);

  /**
   * A scheme, if there is one, and everything up to the last at sign: an earlier one may be part of
   * a password.
   */
  private static final Pattern CREDENTIALS =
      Pattern.compile("^((?:jdbc:)?[a-z]+://)?.*@", Pattern.DOTALL);

  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?<=(?i:password|passwd|pwd|sslkey)=)[^&]*");

  /**
   * Reads the settings: the environment ({@code RENDEZVOUS_TIMEOUT} …) over the context init
   * parameters over the defaults.
   *
   * @param defaults of the settings that depend on the heap
   * @throws InvalidSettingException if a value is invalid
   */
  public static Settings read(
      Map<String, String> environment,
      UnaryOperator<@Nullable String> initParameters,
      HeapDefaults defaults) {
    SettingSource source = new SettingSource(environment, initParameters, defaults);
    int maxWaits = number(source, Setting.MAX_WAITS, 1, 10_000_000);
    int maxKeys = number(source, Setting.MAX_KEYS, 10, 10_000_000);
    return new Settings(
        duration(source, Setting.TIMEOUT, LONGEST),
        duration(source, Setting.MAX_TIMEOUT, LONGEST),
        postgresUrl(source),
        duration(source, Setting.CONNECT_TIMEOUT, LONGEST_ATTEMPT),
        number(source, Setting.JOURNAL_LENGTH, 100, 1_000_000),
        maxWaits,
        maxKeys,
        number(source, Setting.MAX_VALUE_BYTES, 65_536, 999_999_999),
        number(source, Setting.MAX_BODY_BYTES, 1_024, 16 * 1_024 * 1_024),
        jsonLog(source),
        partOf(maxWaits, source, Setting.MAX_WAITS_PER_CALLER),
        partOf(maxKeys, source, Setting.MAX_TARGETS),
        number(source, Setting.MAX_ATTEMPTS, 1, 1_000_000),
        rules(source, Setting.PROBE_ALLOW),
        rules(source, Setting.PROBE_DENY),
        pageActions(source),
        storeUrl(source, Setting.STORE_URL),
        storeUrl(source, Setting.STORE_LISTEN_URL),
        duration(source, Setting.STORE_TIMEOUT, LONGEST_ATTEMPT),
        Tokens.read(source));
  }

  private static Duration duration(SettingSource source, Setting setting, Duration longest) {
    String text = source.text(setting);
    try {
      Duration value = Durations.parse(text);
      if (value.compareTo(SHORTEST) >= 0 && value.compareTo(longest) <= 0) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, with the range.
    }
    String range = "from " + Durations.format(SHORTEST) + " to " + Durations.format(longest);
    throw new InvalidSettingException(setting.label(), text, Durations.ALLOWED + ", " + range);
  }

  private static int number(SettingSource source, Setting setting, int least, int most) {
    String text = source.text(setting);
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new InvalidSettingException(
        setting.label(), text, "a whole number from " + least + " to " + most);
  }

  /** A limit for a part of what another setting limits; by default, the same as that. */
  private static int partOf(int whole, SettingSource source, Setting setting) {
    return source.given(setting) == null ? whole : number(source, setting, 1, 10_000_000);
  }

  private static boolean jsonLog(SettingSource source) {
    String text = source.text(Setting.LOG_FORMAT);
    if (!text.equals("text") && !text.equals("json")) {
      throw new InvalidSettingException(Setting.LOG_FORMAT.label(), text, "text or json");
    }
    return text.equals("json");
  }

  private static boolean pageActions(SettingSource source) {
    String text = source.text(Setting.PAGE_ACTIONS);
    if (!text.equals("true") && !text.equals("false")) {
      throw new InvalidSettingException(Setting.PAGE_ACTIONS.label(), text, "true or false");
    }
    return text.equals("true");
  }

  /** Rules must not be empty by accident: a variable that is not set would allow everything. */
  private static String rules(SettingSource source, Setting setting) {
    String text = source.given(setting);
    if (text != null && text.isEmpty()) {
      throw InvalidSettingException.saying(
          "The setting " + setting.label() + " is empty: write rules, or leave it out");
    }
    return text == null ? "" : text;
  }

  private static @Nullable PostgresUrl storeUrl(SettingSource source, Setting setting) {
    String text = source.given(setting);
    if (text == null) {
      return null;
    }
    try {
      return PostgresUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          setting.label(),
          withoutSecrets(text),
          "of the form postgres://user:password@host:port/database?name=value: " + e.getMessage());
    }
  }

  private static PostgresTemplate postgresUrl(SettingSource source) {
    String text = source.text(Setting.POSTGRES_URL);
    try {
      return PostgresTemplate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          Setting.POSTGRES_URL.label(),
          withoutSecrets(text),
          PostgresTemplate.ALLOWED + ": " + e.getMessage());
    }
  }

  /** The text with everything hidden that may be a password, even if the URL cannot be parsed. */
  static String withoutSecrets(String url) {
    String withoutCredentials = CREDENTIALS.matcher(url).replaceFirst("$1***@");
    return SECRET_PARAMETER.matcher(withoutCredentials).replaceAll("***");
  }
}
