package io.github.webrendezvous.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a PostgreSQL URL, with the names of libpq or of the Java driver. Unknown
 * parameters and those without an effect are rejected, because an ignored parameter would make
 * every wait time out.
 *
 * <p>Sources: the PostgreSQL documentation, section "Parameter Key Words" of libpq; and the
 * properties of the driver.
 */
final class PostgresParameters {
  /** The TLS classes of the driver that can be named. */
  private static final String TLS_OF_JAVA = "org.postgresql.ssl.DefaultJavaSSLFactory";

  private static final String TLS_OF_LIBPQ = "org.postgresql.ssl.LibPQFactory";

  private static final String SYSTEM = "system";

  /**
   * One parameter.
   *
   * @param property its name in the driver
   * @param allowed the values that it takes, for an error
   * @param translate returns the driver's value, or null if the value is malformed
   */
  record Known(String property, String allowed, Function<String, @Nullable String> translate) {}

  static final Map<String, Known> KNOWN = known();

  /** Known parameters of libpq and of the driver that are not supported, and what to do instead. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("service", "write host, port and user into the URL"),
          Map.entry("servicefile", "write host, port and user into the URL"),
          Map.entry("passfile", "write the password into the URL"),
          Map.entry("hostaddr", "write the address in place of the host"),
          Map.entry("socketFactory", "sockets are made by web-rendezvous"),
          Map.entry("loginTimeout", "the setting connectTimeout, or attempt= of a wait, bounds it"),
          Map.entry("sslhostnameverifier", "write sslmode=verify-full"));

  private PostgresParameters() {}

  private static Map<String, Known> known() {
    Map<String, Known> known = new LinkedHashMap<>();
    words(known, "sslmode", "disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    texts(known, "sslcert", "sslkey", "sslrootcert", "sslpassword");
    known.put("sslnegotiation", words("sslNegotiation", same("postgres", "direct")));
    known.put("application_name", text("ApplicationName"));
    known.put("connect_timeout", seconds("connectTimeout"));
    known.put("search_path", text("currentSchema"));
    texts(known, "options");
    known.put(
        "target_session_attrs",
        words(
            "targetServerType",
            Map.of(
                "any", "any",
                "read-write", "primary",
                "primary", "primary",
                "read-only", "secondary",
                "standby", "secondary",
                "prefer-standby", "preferSecondary")));
    known.put(
        "load_balance_hosts",
        words("loadBalanceHosts", Map.of("disable", "false", "random", "true")));
    known.put("keepalives", words("tcpKeepAlive", Map.of("0", "false", "1", "true")));
    known.put("channel_binding", words("channelBinding", same("disable", "prefer", "require")));
    known.put("gssencmode", words("gssEncMode", same("disable", "prefer", "require")));
    known.put("krbsrvname", text("kerberosServerName"));
    known.put("require_auth", text("requireAuth"));

    words(known, "ssl", "true", "false");
    words(known, "sslfactory", TLS_OF_JAVA, TLS_OF_LIBPQ);
    words(known, "sslNegotiation", "postgres", "direct");
    texts(known, "ApplicationName", "currentSchema", "kerberosServerName", "requireAuth");
    known.put("connectTimeout", seconds("connectTimeout"));
    known.put("socketTimeout", seconds("socketTimeout"));
    words(
        known,
        "targetServerType",
        "any",
        "primary",
        "secondary",
        "preferPrimary",
        "preferSecondary");
    words(known, "loadBalanceHosts", "true", "false");
    words(known, "tcpKeepAlive", "true", "false");
    words(known, "channelBinding", "disable", "prefer", "require");
    words(known, "gssEncMode", "disable", "allow", "prefer", "require");
    words(known, "gsslib", "auto", "sspi", "gssapi");
    words(known, "jaasLogin", "true", "false");
    texts(known, "jaasApplicationName");
    return known;
  }

  private static void words(Map<String, Known> known, String name, String... words) {
    known.put(name, words(name, same(words)));
  }

  private static void texts(Map<String, Known> known, String... names) {
    for (String name : names) {
      known.put(name, text(name));
    }
  }

  private static Map<String, String> same(String... words) {
    Map<String, String> same = new LinkedHashMap<>();
    for (String word : words) {
      same.put(word, word);
    }
    return same;
  }

  private static Known words(String property, Map<String, String> translations) {
    String allowed = translations.keySet().stream().sorted().collect(Collectors.joining(", "));
    return new Known(property, "one of " + allowed, translations::get);
  }

  private static Known text(String property) {
    return new Known(property, "a text", value -> value.isEmpty() ? null : value);
  }

  private static Known seconds(String property) {
    return new Known(
        property,
        "a whole number of seconds, without a unit",
        value -> value.matches("[0-9]{1,6}") ? value : null);
  }

  /**
   * Reads one parameter.
   *
   * @param properties of the driver, to which it is added
   * @param shown the name as an error may show it
   * @throws IllegalArgumentException if it is unknown, malformed or given twice; the message has
   *     neither its value nor, where that may be part of a password, its name
   */
  static void read(String name, String value, Map<String, String> properties, String shown) {
    Known known = KNOWN.get(name);
    if (known == null) {
      throw new IllegalArgumentException("the parameter " + shown + refusal(name));
    }
    String translated = known.translate().apply(value);
    if (translated == null) {
      throw new IllegalArgumentException("the parameter " + shown + " must be " + known.allowed());
    }
    if (properties.putIfAbsent(known.property(), translated) != null) {
      throw new IllegalArgumentException(
          "the parameter " + shown + " is given twice, perhaps in another spelling");
    }
  }

  private static String refusal(String name) {
    String instead = REFUSED.get(name);
    if (instead != null) {
      return " is not supported: " + instead;
    }
    String meant = Spelling.closest(name, KNOWN.keySet());
    return meant == null
        ? " is not supported; those of libpq and the Java driver that are: "
            + KNOWN.keySet().stream()
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .collect(Collectors.joining(", "))
        : " is unknown; did you mean " + meant + "?";
  }

  /** Checks parameters that depend on each other. */
  static void settle(Map<String, String> properties) {
    if (TLS_OF_LIBPQ.equals(properties.get("sslfactory"))) {
      properties.remove("sslfactory"); // This is the default.
    }
    if (SYSTEM.equals(properties.get("sslrootcert"))) {
      properties.remove("sslrootcert");
      properties.put("sslfactory", TLS_OF_JAVA);
      if (!"verify-full".equals(properties.getOrDefault("sslmode", "verify-full"))) {
        throw new IllegalArgumentException("sslrootcert=system needs sslmode=verify-full");
      }
      properties.put("sslmode", "verify-full");
    }
  }
}
