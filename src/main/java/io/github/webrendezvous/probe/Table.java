package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Truncated;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table or view of a database, with its name exactly as written. Immutable.
 *
 * @param schema null if the search path decides
 */
record Table(@Nullable String schema, String name) {
  /** In bytes; the server truncates longer names, and would find another table (NAMEDATALEN). */
  static final int LONGEST_NAME = 63;

  private static final String FIND =
      "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = ? AND ";

  /** A name without a dot, or a name in double quotes, in which two quotes mean one. */
  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^\".][^.]*)";

  private static final Pattern WRITTEN = Pattern.compile("(?s)(?:" + NAME + "\\.)?" + NAME);

  /**
   * Reads {@code name} or {@code schema.name}. Either may be in double quotes, as in SQL, and must
   * be if it has a dot: {@code app."v1.users"}.
   *
   * @throws MalformedProbeException if it is neither
   */
  static Table parse(String text) throws MalformedProbeException {
    Matcher matcher = WRITTEN.matcher(text);
    if (matcher.matches()) {
      String schema = matcher.group(1) == null ? null : unquoted(matcher.group(1));
      String name = unquoted(matcher.group(2));
      if (!isTooLong(name) && (schema == null || !isTooLong(schema))) {
        return new Table(schema, name);
      }
    }
    throw new MalformedProbeException(
        "\""
            + Truncated.of(text)
            + "\" is not a valid table name: write, for example, ?table=public.users, or ?table=public.\"my.table\" for a"
            + " name with a dot");
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  private static String quoted(String name) {
    return name.indexOf('.') < 0 && !name.startsWith("\"")
        ? name
        : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Whether the server would truncate a name. */
  static boolean isTooLong(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
  }

  boolean existsIn(Connection connection) throws SQLException {
    String where = schema == null ? "pg_catalog.pg_table_is_visible(c.oid)" : "n.nspname = ?";
    try (PreparedStatement find = connection.prepareStatement(FIND + where)) {
      find.setString(1, name);
      if (schema != null) {
        find.setString(2, schema);
      }
      try (ResultSet found = find.executeQuery()) {
        return found.next();
      }
    }
  }

  /** As in a request. */
  String text() {
    return schema == null ? quoted(name) : quoted(schema) + "." + quoted(name);
  }
}
