package io.github.webrendezvous.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL connection URL with a hole for the database name: {@code
 * postgres://user:password@host:5432/{{.}}?sslmode=disable}. Taken apart once, so that a database
 * name never becomes part of a URL. Immutable; {@link #toString} hides the password.
 */
public final class PostgresTemplate {
  /** Where PostgreSQL is looked for unless the setting says otherwise. */
  public static final String DEFAULT =
      "postgres://postgres:pgpass@postgres:5432/{{.}}?sslmode=disable";

  static final String ALLOWED =
      "of the form postgres://user:password@host:port/{{.}}?name=value, where {{.}} stands for the database";

  private static final String DEFAULT_PORT = "5432";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:postgres|postgresql|jdbc:postgresql)://(?:([^@/?]*)@)?([^/?@]*)/([^?]*)(?:\\?(.*))?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]{}\\s]+)(?::([0-9]{1,5}))?");
  private static final Pattern HOLE = Pattern.compile("\\{\\{\\s*\\.\\s*}}");

  /** libpq's names of parameters, for those that the Java driver spells otherwise. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of(
          "application_name",
          "ApplicationName",
          "connect_timeout",
          "connectTimeout",
          "search_path",
          "currentSchema");

  /** The driver's properties; values may hold the hole. */
  private final Map<String, String> properties;

  private final String description;

  private PostgresTemplate(Map<String, String> properties, String description) {
    this.properties = Map.copyOf(properties);
    this.description = description;
  }

  /**
   * Takes a URL apart.
   *
   * @throws IllegalArgumentException if it is not one; the message never holds any part of the URL
   */
  public static PostgresTemplate parse(String url) {
    Matcher matcher = FORM.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("this is not such a URL");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    parseParameters(matcher.group(4), properties);
    parseCredentials(matcher.group(1), properties);
    parseHosts(matcher.group(2), properties);
    properties.put("PGDBNAME", decode(matcher.group(3)));
    if (properties.values().stream().noneMatch(value -> HOLE.matcher(value).find())) {
      throw new IllegalArgumentException("{{.}} is missing");
    }
    return new PostgresTemplate(properties, matcher.group(2) + "/" + matcher.group(3));
  }

  private static void parseCredentials(
      @Nullable String credentials, Map<String, String> properties) {
    if (credentials == null) {
      return;
    }
    int colon = credentials.indexOf(':');
    properties.put("user", decode(colon < 0 ? credentials : credentials.substring(0, colon)));
    if (colon >= 0) {
      properties.put("password", decode(credentials.substring(colon + 1)));
    }
  }

  private static void parseHosts(String authority, Map<String, String> properties) {
    List<String> hosts = new ArrayList<>();
    StringJoiner ports = new StringJoiner(",");
    for (String host : authority.split(",", -1)) {
      Matcher matcher = HOST.matcher(host);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("the host is missing or malformed");
      }
      String port = matcher.group(2) == null ? DEFAULT_PORT : matcher.group(2);
      if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
        throw new IllegalArgumentException("a port is a number from 1 to 65535");
      }
      hosts.add(matcher.group(1));
      ports.add(port);
    }
    properties.put("PGHOST", String.join(",", hosts));
    properties.put("PGPORT", ports.toString());
  }

  private static void parseParameters(@Nullable String query, Map<String, String> properties) {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a parameter is written name=value");
      }
      String name = decode(parameter.substring(0, equals));
      properties.put(
          DRIVER_NAMES.getOrDefault(name, name), decode(parameter.substring(equals + 1)));
    }
  }

  private static String decode(String text) {
    try {
      // URLDecoder reads a plus as a space, which only HTML forms mean.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Without its cause, whose message quotes what may be a password.
      throw new IllegalArgumentException(
          "a % must be followed by two hexadecimal digits (write % itself as %25)");
    }
  }

  /** The driver's properties for one database; the name may hold any character. */
  public Properties propertiesFor(String database) {
    Properties filled = new Properties();
    String replacement = Matcher.quoteReplacement(database);
    properties.forEach(
        (name, value) -> filled.setProperty(name, HOLE.matcher(value).replaceAll(replacement)));
    return filled;
  }

  /** Host, port and database pattern; no credentials. */
  @Override
  public String toString() {
    return description;
  }
}
