package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** One attempt at one database. */
final class DatabaseAttempt extends BlockingAttempt {
  private final Driver driver;
  private final Properties properties;
  private final ProbePolicy policy;
  private final @Nullable Table table;
  private final Function<SQLException, Attempt> judge;

  /**
   * @param policy that the server must be allowed by
   * @param table that must be there; null if the database is enough
   * @param attempt the look ends with it
   */
  DatabaseAttempt(
      Driver driver,
      Properties properties,
      ProbePolicy policy,
      @Nullable Table table,
      Function<SQLException, Attempt> judge,
      PendingAttempt attempt) {
    super(attempt);
    this.driver = driver;
    this.properties = properties;
    this.policy = policy;
    this.table = table;
    this.judge = judge;
  }

  @Override
  Attempt look() {
    return CuttableSockets.watch(attempt, policy, this::closeAtTheEnd, this::select);
  }

  private Attempt select() {
    try (Connection connection = driver.connect("jdbc:postgresql://", properties)) {
      if (connection == null) {
        return Attempt.notMade("the driver does not know such a URL");
      }
      if (table != null) {
        return table.existsIn(connection)
            ? Attempt.succeeded()
            : Attempt.closed("table \"" + table.text() + "\" does not exist");
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
      return Attempt.succeeded();
    } catch (SQLException e) {
      return judge.apply(e);
    }
  }
}
