package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.contract.Loopback;
import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.SystemClock;
import io.github.webrendezvous.settings.PostgresTemplate;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** Probes of a server that implements the first steps of PostgreSQL's protocol, with TLS. */
class PostgresKindTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private static Path directory;
  private static SSLContext tls;

  private final SystemClock clock = new SystemClock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingCalls calls = new BlockingCalls(clock, threads, 4, 4);
  private final Names names =
      new Names(
          BlockingCalls.Call::run, name -> new InetAddress[] {InetAddress.getLoopbackAddress()});
  private final List<String> namesTold = new CopyOnWriteArrayList<>();
  private final List<String> startups = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private ServerSocket listening;
  private ProbePolicy policy = Attempts.ANYTHING;

  /** The behaviour of the server for one connection. */
  private interface Play {
    void with(Socket accepted) throws Exception;
  }

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = Certificates.serving(Certificates.signedByItself(directory, "localhost"));
  }

  @BeforeEach
  void start() throws IOException {
    listening = Loopback.listen(0);
  }

  @AfterEach
  void end() throws IOException {
    listening.close();
    for (Socket each : open) {
      each.close();
    }
    threads.shutdownNow();
    clock.close();
  }

  private Attempt look(Play play, Duration timeout, String parameters) throws Exception {
    CompletableFuture<Attempt> attempt = begin(timeout, parameters);
    Socket accepted = listening.accept();
    open.add(accepted);
    threads.execute(
        () -> {
          try {
            play.with(accepted);
          } catch (Exception e) {
            // The client has closed the connection.
          }
        });
    return attempt.get(30, TimeUnit.SECONDS);
  }

  private CompletableFuture<Attempt> begin(Duration timeout, String parameters) throws Exception {
    PostgresTemplate template =
        PostgresTemplate.parse(
            "postgres://me:pw@localhost:" + listening.getLocalPort() + "/{{.}}?" + parameters);
    PostgresKind kind = new PostgresKind(template, names, policy, calls, new Driver());
    return Attempts.begin(kind.parse(List.of("shop"), Map.of()), clock, timeout);
  }

  /** Accepts TLS, and refuses the login. */
  private void refuseLogin(Socket accepted) throws Exception {
    SSLSocket secure = secured(accepted);
    DataInputStream from = new DataInputStream(secure.getInputStream());
    byte[] startup = from.readNBytes(from.readInt() - 4);
    startups.add(new String(startup, StandardCharsets.UTF_8).replace('\0', ' '));
    byte[] fields = "SFATAL\0C28P01\0Mno such role\0\0".getBytes(StandardCharsets.UTF_8);
    DataOutputStream to = new DataOutputStream(secure.getOutputStream());
    to.writeByte('E');
    to.writeInt(4 + fields.length);
    to.write(fields);
    to.flush();
    secure.close();
  }

  private SSLSocket secured(Socket accepted) throws Exception {
    acceptTls(accepted);
    SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(accepted, "localhost", 0, true);
    secure.setUseClientMode(false);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setSNIMatchers(
        List.of(
            new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
              @Override
              public boolean matches(SNIServerName name) {
                namesTold.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
                return true;
              }
            }));
    secure.setSSLParameters(parameters);
    return secure;
  }

  private static void acceptTls(Socket accepted) throws IOException {
    assertThat(accepted.getInputStream().readNBytes(8)).as("SSLRequest").hasSize(8);
    accepted.getOutputStream().write('S');
  }

  @Test
  void theServerGetsItsHostNameAndTheApplicationName() throws Exception {
    Attempt attempt = look(this::refuseLogin, LONG, "sslmode=require");
    assertThat(attempt).isEqualTo(Attempt.answered("no such role"));
    assertThat(namesTold).containsExactly("localhost");
    assertThat(startups.get(0)).contains("application_name web-rendezvous ");
  }

  @Test
  void anUntrustedCertificateIsReported() throws Exception {
    Attempt attempt = look(this::refuseLogin, LONG, "sslrootcert=system");
    assertThat(attempt)
        .isEqualTo(
            Attempt.answered(
                "TLS: the certificate is not trusted: add its issuer to Java's trust store"
                    + " (sslmode=require in postgresURL accepts any)"));
    assertThat(namesTold).containsExactly("localhost");
    assertThat(startups).isEmpty();
  }

  /** The driver looks the name up itself, so only its socket can tell. */
  @Test
  void theAddressThatTheDriverFindsIsChecked() throws Exception {
    policy = ProbePolicy.parse("", "127.0.0.0/8, ::1");
    Attempt attempt = begin(LONG, "sslmode=disable").get(30, TimeUnit.SECONDS);
    assertThat(attempt.state()).isEqualTo(Attempt.State.DENIED);
    assertThat(attempt.words())
        .startsWith("probing localhost:" + listening.getLocalPort() + " is denied by probeDeny: ");
  }

  @Test
  void theSlowPhaseIsReported() throws Exception {
    Duration brief = Duration.ofMillis(300);
    String within = " within 300 ms (attempt=5s allows more)";
    assertThat(look(accepted -> {}, brief, "sslmode=require"))
        .isEqualTo(Attempt.unanswered("no answer" + within));
    assertThat(look(PostgresKindTest::acceptTls, brief, "sslmode=require"))
        .isEqualTo(Attempt.unanswered("no TLS handshake" + within));
    Attempt silentBehindTls =
        look(accepted -> secured(accepted).startHandshake(), LONG.dividedBy(10), "sslmode=require");
    assertThat(silentBehindTls)
        .isEqualTo(Attempt.unanswered("no answer within 2 s (attempt=5s allows more)"));
  }
}
