package io.github.webrendezvous.probe;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of a database, or a view, by the very letters of its name. Immutable.
 *
 * @param schema null if it is in the first of the search path that has it
 */
record Table(@Nullable String schema, String name) {
  /** In bytes; the server cuts longer names, and would find another one (NAMEDATALEN). */
  static final int LONGEST_NAME = 63;

  private static final String FIND =
      "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = ? AND ";

  /**
   * Reads {@code name} or {@code schema.name}.
   *
   * @throws MalformedProbeException if it is neither
   */
  static Table parse(String text) throws MalformedProbeException {
    List<String> parts = List.of(text.split("\\.", -1));
    for (String part : parts) {
      if (parts.size() > 2 || part.isEmpty() || isTooLong(part)) {
        throw new MalformedProbeException(
            "\"" + text + "\" is no table: write, say, ?table=public.users");
      }
    }
    return parts.size() == 1
        ? new Table(null, parts.get(0))
        : new Table(parts.get(0), parts.get(1));
  }

  /** Whether the server would cut a name. */
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

  /** As a request names it. */
  String text() {
    return schema == null ? name : schema + "." + name;
  }
}
