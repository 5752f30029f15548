package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Attempt;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * One look at one database; blocks the thread that runs it until it ends or is cut. Thread-safe.
 */
final class DatabaseAttempt implements BlockingCalls.Call {
  private final Driver driver;
  private final Properties properties;
  private final @Nullable Table table;
  private final Function<SQLException, Attempt> judge;
  private final PendingAttempt attempt;

  /** What the driver talks through now; null before it does. */
  @GuardedBy("this")
  private @Nullable Socket socket;

  /**
   * @param table that must be there; null if the database is enough
   * @param attempt once it has ended, the look is broken off
   */
  DatabaseAttempt(
      Driver driver,
      Properties properties,
      @Nullable Table table,
      Function<SQLException, Attempt> judge,
      PendingAttempt attempt) {
    this.driver = driver;
    this.properties = properties;
    this.table = table;
    this.judge = judge;
    this.attempt = attempt;
    attempt.whenEnded(this::hangUp);
  }

  @Override
  public void run() {
    if (!attempt.hasEnded()) {
      CuttableSockets.watch(attempt, this::made, () -> attempt.end(look()));
    }
  }

  private Attempt look() {
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

  private synchronized void made(Socket made) {
    socket = made;
    if (attempt.hasEnded()) {
      hangUp();
    }
  }

  @Override
  public void cutShort() {
    attempt.end(Attempt.notMade("no answer yet, and too many others that do not answer"));
  }

  @Override
  public void notRun(Throwable why) {
    attempt.end(Attempt.notMade("no thread to look with: " + why.getMessage()));
  }

  private synchronized void hangUp() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed all the same.
      }
    }
  }
}
