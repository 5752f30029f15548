package io.github.webrendezvous.settings;

import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL connection URL with a placeholder for the database name: {@code
 * postgres://user:password@host:5432/{{.}}?sslmode=disable}. Parsed once, so that a database name
 * never becomes part of a URL. Immutable; {@link #toString} hides the password.
 */
public final class PostgresTemplate {
  /** The default URL. */
  public static final String DEFAULT =
      "postgres://postgres:pgpass@postgres:5432/{{.}}?sslmode=disable";

  static final String ALLOWED =
      "of the form postgres://user:password@host:port/{{.}}?name=value, where {{.}} stands for the database";

  private static final Pattern HOLE = Pattern.compile("\\{\\{\\s*\\.\\s*}}");

  /** Its properties may contain the placeholder. */
  private final PostgresUrl url;

  private PostgresTemplate(PostgresUrl url) {
    this.url = url;
  }

  /**
   * Parses a URL.
   *
   * @throws IllegalArgumentException if it is invalid; the message never contains what may be part
   *     of a password
   */
  public static PostgresTemplate parse(String url) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    if (parsed.properties().values().stream().noneMatch(value -> HOLE.matcher(value).find())) {
      throw new IllegalArgumentException("{{.}} is missing");
    }
    return new PostgresTemplate(parsed);
  }

  /** The driver's properties for one database; its name may have any character. */
  public Properties propertiesFor(String database) {
    Properties filled = new Properties();
    String replacement = Matcher.quoteReplacement(database);
    url.properties()
        .forEach(
            (name, value) -> filled.setProperty(name, HOLE.matcher(value).replaceAll(replacement)));
    return filled;
  }

  /** Host, port and database pattern; no credentials. */
  @Override
  public String toString() {
    return url.toString();
  }
}
