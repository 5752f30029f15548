package io.github.webrendezvous.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL connection URL, as libpq, Go and JDBC use it, parsed into the properties of the Java
 * driver: {@code postgres://user:password@host:5432/database?sslmode=disable}. Immutable; {@link
 * #toString} hides the password.
 *
 * @param properties of the driver
 * @param description host, port and database; no credentials
 */
public record PostgresUrl(Map<String, String> properties, String description) {
  private static final String DEFAULT_PORT = "5432";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:postgres|postgresql|jdbc:postgresql)://(?:([^@/?]*)@)?([^/?@]*)/([^?]*)(?:\\?(.*))?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]{}\\s]+)(?::([0-9]{1,5}))?");

  /** A name that may be shown. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,40}");

  /** Parameters that libpq also accepts in the query, by the property that they set. */
  private static final Map<String, String> PARTS_IN_QUERY =
      Map.of("user", "user", "password", "password", "dbname", "PGDBNAME");

  public PostgresUrl {
    properties = Map.copyOf(properties);
  }

  /**
   * Parses a URL.
   *
   * @throws IllegalArgumentException if it is invalid; the message never contains anything that may
   *     be part of a password
   */
  public static PostgresUrl parse(String url) {
    Matcher matcher = FORM.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("this is not such a URL");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    Map<String, String> parameters = parameters(matcher.group(4));
    parseCredentials(matcher.group(1), properties);
    String hosts = hosts(matcher.group(2), parameters);
    parseHosts(hosts, properties);
    String database = matcher.group(3);
    if (!database.isEmpty()) {
      properties.put("PGDBNAME", decode(database));
    }
    parseParameters(parameters, properties);
    return new PostgresUrl(properties, hosts + "/" + properties.getOrDefault("PGDBNAME", database));
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

  /** The hosts with their ports, which are before the path or in the query. */
  private static String hosts(String authority, Map<String, String> parameters) {
    String hosts = parameters.remove("host");
    String ports = parameters.remove("port");
    if (hosts == null && ports == null) {
      return authority;
    }
    if (!authority.isEmpty()) {
      throw new IllegalArgumentException("host and port must come before the path or in the query");
    }
    if (hosts == null || hosts.startsWith("/")) {
      throw new IllegalArgumentException(
          "the parameter host must be a host name; Unix sockets are not supported");
    }
    String[] each = hosts.split(",", -1);
    String[] port = ports == null ? new String[] {DEFAULT_PORT} : ports.split(",", -1);
    if (port.length != 1 && port.length != each.length) {
      throw new IllegalArgumentException("there must be one port, or one for each host");
    }
    StringJoiner both = new StringJoiner(",");
    for (int i = 0; i < each.length; i++) {
      String host = each[i].indexOf(':') < 0 ? each[i] : "[" + each[i] + "]";
      both.add(host + ":" + port[port.length == 1 ? 0 : i]);
    }
    return both.toString();
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

  /** Names and values, decoded, in their order. */
  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a parameter is written name=value");
      }
      String name = decode(parameter.substring(0, equals));
      String value = decode(parameter.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw new IllegalArgumentException("a parameter was given twice");
      }
    }
    return parameters;
  }

  private static void parseParameters(
      Map<String, String> parameters, Map<String, String> properties) {
    // Text before an at sign may be part of a password with characters that end the host.
    boolean mayShowNames =
        parameters.entrySet().stream()
            .noneMatch(each -> each.getKey().contains("@") || each.getValue().contains("@"));
    parameters.forEach(
        (name, value) -> {
          String shown = mayShowNames && NAME.matcher(name).matches() ? name : "of that name";
          String part = PARTS_IN_QUERY.get(name);
          if (part == null) {
            PostgresParameters.read(name, value, properties, shown);
          } else if (properties.putIfAbsent(part, value) != null) {
            throw new IllegalArgumentException("the " + name + " was given twice");
          }
        });
    PostgresParameters.settle(properties);
  }

  private static String decode(String text) {
    try {
      // URLDecoder decodes a plus as a space, which is right only for HTML forms.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message may quote a password.
      throw new IllegalArgumentException(
          "a % must be followed by two hexadecimal digits (write % itself as %25)");
    }
  }

  /** Host, port and database; no credentials. */
  @Override
  public String toString() {
    return description;
  }
}
