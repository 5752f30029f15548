package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Truncated;
import io.github.webrendezvous.settings.PostgresTemplate;
import java.io.EOFException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * {@code /_postgres/{db}}: {@code SELECT 1} succeeds on that database, or the table of {@code
 * ?table=} exists. Thread-safe.
 */
public final class PostgresKind implements ProbeKind {
  private static final Usage USAGE =
      new Usage("/_postgres/{db}", "/_postgres/my_db", "until that database answers SELECT 1");

  private static final Option TABLE =
      Option.text("table", "public.users", "until that table or view exists");

  private static final String DEFAULT_PORT = "5432";

  /** The code of a server for an unknown database (invalid_catalog_name). */
  private static final String NO_SUCH_DATABASE = "3D000";

  private final PostgresTemplate template;
  private final Names names;
  private final ProbePolicy policy;
  private final BlockingCalls calls;
  private final Driver driver;

  /**
   * @param policy that the server must be allowed by, although it is set by the deployment
   * @param calls runs attempts, which block
   */
  public PostgresKind(
      PostgresTemplate template,
      Names names,
      ProbePolicy policy,
      BlockingCalls calls,
      Driver driver) {
    this.template = template;
    this.names = names;
    this.policy = policy;
    this.calls = calls;
    this.driver = driver;
  }

  @Override
  public Usage usage() {
    return USAGE;
  }

  @Override
  public List<Option> options() {
    return List.of(TABLE);
  }

  @Override
  public Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException, DeniedException {
    if (segments.size() != 1 || segments.get(0).isEmpty()) {
      throw USAGE.expected();
    }
    String database = segments.get(0);
    checkLength(database);
    checkPolicy(database);
    String named = options.get(TABLE.word());
    Table table = named == null ? null : Table.parse(named);
    return attempt -> begin(attempt, database, table);
  }

  /** A server truncates longer names, and would find another database (NAMEDATALEN). */
  private static void checkLength(String database) throws MalformedProbeException {
    if (Table.isTooLong(database)) {
      throw new MalformedProbeException(
          "the name of a database has at most "
              + Table.LONGEST_NAME
              + " bytes, and \""
              + Truncated.of(database)
              + "\" has more: write, for example, "
              + USAGE.example());
    }
  }

  /** Fails if the policy denies all hosts; the sockets check each address. */
  private void checkPolicy(String database) throws DeniedException {
    Properties properties = template.propertiesFor(database);
    String[] hosts = properties.getProperty("PGHOST", "").split(",", -1);
    String[] ports = properties.getProperty("PGPORT", DEFAULT_PORT).split(",", -1);
    DeniedException denied = null;
    for (int i = 0; i < hosts.length; i++) {
      try {
        policy.check(Host.parse(hosts[i]), Integer.parseInt(ports[Math.min(i, ports.length - 1)]));
        return;
      } catch (DeniedException e) {
        denied = e;
      } catch (MalformedProbeException | NumberFormatException e) {
        return; // The attempt reports it.
      }
    }
    if (denied != null) {
      throw denied;
    }
  }

  private void begin(PendingAttempt attempt, String database, @Nullable Table table) {
    Properties properties = properties(database, attempt.timeout());
    String hosts = properties.getProperty("PGHOST", "");
    attempt.looksUp(hosts);
    lookUp(hosts)
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                attempt.end(judgeLookUp(hosts, Names.causeOf(failure)));
              } else {
                attempt.waitsForThread();
                calls.run(
                    new DatabaseAttempt(
                        driver, properties, policy, table, e -> judge(e, attempt), attempt));
              }
            });
  }

  /**
   * Succeeds when one of the hosts is known. The driver then gets the address from the JDK's cache:
   * a lookup in the driver could not be interrupted.
   */
  private CompletableFuture<?> lookUp(String hosts) {
    List<CompletableFuture<InetAddress[]>> lookUps = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      try {
        lookUps.add(names.lookUp(Host.parse(host)));
      } catch (MalformedProbeException e) {
        lookUps.add(CompletableFuture.failedFuture(new UnknownHostException(host)));
      }
    }
    return Race.firstToSucceed(lookUps);
  }

  private Properties properties(String database, Duration longest) {
    // The driver counts in whole seconds; the attempt ends before, to the millisecond.
    String seconds = Long.toString(longest.plusSeconds(1).toSeconds());
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "web-rendezvous");
    // So that the name is sent with the login, and the server logs it with the connection.
    properties.setProperty("assumeMinServerVersion", "9.0");
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    properties.setProperty("socketFactory", CuttableSockets.class.getName());
    // One round trip and no prepared statement, so that poolers such as PgBouncer work, too.
    properties.setProperty("preferQueryMode", "simple");
    // The URL of the deployment overrides all of these.
    properties.putAll(template.propertiesFor(database));
    Class<?> tls = properties.containsKey("sslfactory") ? NamingTls.OfJava.class : NamingTls.class;
    properties.setProperty("sslfactory", tls.getName());
    return properties;
  }

  private static Attempt judgeLookUp(String hosts, Throwable failure) {
    Attempt judged = Failures.ofLookUp(hosts, failure);
    // Only the last of several hosts is known here.
    return hosts.contains(",") ? Attempt.notMade(String.valueOf(judged.words())) : judged;
  }

  private static Attempt judge(SQLException failure, PendingAttempt attempt) {
    ServerErrorMessage said = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
    if (said != null) {
      String words = ServerText.inOneLine(String.valueOf(said.getMessage()));
      return NO_SUCH_DATABASE.equals(said.getSQLState())
          ? Attempt.closed(words)
          : Attempt.answered(words);
    }
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      Attempt judged = judge(cause, attempt);
      if (judged != null) {
        return judged;
      }
    }
    // An error of the driver itself: an unsupported setting, or a server with another protocol.
    return Attempt.notMade(
        failure.getMessage() == null
            ? "no connection"
            : ServerText.inOneLine(failure.getMessage()));
  }

  private static @Nullable Attempt judge(Throwable cause, PendingAttempt attempt) {
    if (cause instanceof SSLException) {
      return Attempt.answered(
          TlsFailures.inWords(cause, "sslmode=require in postgresURL accepts any"));
    }
    if (cause instanceof UnknownHostException unknown) {
      return Failures.ofLookUp(unknown);
    }
    return cause instanceof EOFException
        ? Attempt.answered("the connection was closed before a response came")
        : Failures.ifTelling(cause, attempt);
  }
}
