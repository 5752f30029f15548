package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.settings.Durations;
import io.github.webrendezvous.settings.PostgresTemplate;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** {@code /_postgres/{db}}: {@code SELECT 1} succeeds on that database. Thread-safe. */
public final class PostgresKind implements ProbeKind {
  // What a server says is shown to people; a hostile one may say a lot.
  private static final int LONGEST_ERROR = 300;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");
  private static final String NO_SUCH_HOST = "unknown host";

  private final PostgresTemplate template;
  private final Duration timeout;
  private final Executor threads;
  private final Driver driver;

  /**
   * @param threads where attempts run, which block for as long as the timeout
   * @param timeout the longest that a server may keep an attempt waiting; the driver counts in
   *     whole seconds, rounded up
   */
  public PostgresKind(PostgresTemplate template, Duration timeout, Executor threads) {
    this.template = template;
    this.timeout = Duration.ofSeconds(timeout.plusSeconds(1).minusNanos(1).toSeconds());
    this.threads = threads;
    this.driver = unregisteredDriver();
  }

  /**
   * The driver registers itself with the DriverManager when it is loaded, and would outlive the
   * application there.
   */
  private static Driver unregisteredDriver() {
    Driver driver = new Driver();
    try {
      if (Driver.isRegistered()) {
        Driver.deregister();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The PostgreSQL driver cannot be taken back from the DriverManager", e);
    }
    return driver;
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String usage() {
    return "/_postgres/{db}";
  }

  @Override
  public Probe parse(List<String> segments) throws MalformedProbeException {
    if (segments.size() != 1) {
      throw new MalformedProbeException(
          "a database is waited for with " + usage() + ", for example /_postgres/my_db");
    }
    String database = segments.get(0);
    return () -> CompletableFuture.supplyAsync(() -> attempt(database), threads);
  }

  private Attempt attempt(String database) {
    try (Connection connection = driver.connect("jdbc:postgresql://", properties(database))) {
      if (connection == null) {
        return Attempt.failed("the driver does not know such a URL");
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
      return Attempt.succeeded();
    } catch (SQLException e) {
      return Attempt.failed(words(e));
    }
  }

  private Properties properties(String database) {
    String seconds = Long.toString(timeout.toSeconds());
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "web-rendezvous");
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    // A query of one round trip and no prepared statement, which poolers such as PgBouncer answer
    // too.
    properties.setProperty("preferQueryMode", "simple");
    // What the deployment says in its URL stands above all of these.
    properties.putAll(template.propertiesFor(database));
    return properties;
  }

  private String words(SQLException failure) {
    ServerErrorMessage said = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
    if (said != null && said.getMessage() != null) {
      return shown(said.getMessage());
    }
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String words = words(cause);
      if (words != null) {
        return words;
      }
    }
    return failure.getMessage() == null ? "no connection" : shown(failure.getMessage());
  }

  private @Nullable String words(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return cause.getMessage() == null
          ? NO_SUCH_HOST
          : NO_SUCH_HOST + " \"" + shown(cause.getMessage()) + "\"";
    }
    if (cause instanceof SocketTimeoutException) {
      return "no answer within " + Durations.format(timeout);
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to host";
    }
    return cause instanceof ConnectException ? "connection refused" : null;
  }

  private static String shown(String message) {
    String oneLine = CONTROL.matcher(message).replaceAll(" ");
    return oneLine.length() <= LONGEST_ERROR ? oneLine : oneLine.substring(0, LONGEST_ERROR) + "…";
  }
}
