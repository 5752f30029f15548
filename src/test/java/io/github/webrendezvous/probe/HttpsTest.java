package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes of real servers with valid, unknown and wrong certificates. */
class HttpsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @TempDir private static Path directory;
  private static KeyStore keys;

  private final SystemClock clock = new SystemClock();
  private final Names names =
      new Names(
          BlockingCalls.Call::run, name -> new InetAddress[] {InetAddress.getLoopbackAddress()});
  private final List<String> namesTold = new CopyOnWriteArrayList<>();
  private ScriptedServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    keys = Certificates.signedByItself(directory, "good.test");
  }

  @BeforeEach
  void start() throws Exception {
    SSLContext context = Certificates.serving(keys);
    SSLServerSocket listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = listening.getSSLParameters();
    parameters.setSNIMatchers(List.of(new Listener()));
    listening.setSSLParameters(parameters);
    server =
        new ScriptedServer(
            listening, (from, to) -> to.write(OK.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Records the host names that clients send. */
  private final class Listener extends SNIMatcher {
    Listener() {
      super(StandardConstants.SNI_HOST_NAME);
    }

    @Override
    public boolean matches(SNIServerName name) {
      namesTold.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
      return true;
    }
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    clock.close();
  }

  /** Trusts the server's certificate. */
  private static SSLContext trusting() throws GeneralSecurityException {
    try {
      KeyStore known = KeyStore.getInstance("PKCS12");
      known.load(null, null);
      known.setCertificateEntry("server", keys.getCertificate("server"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private Attempt look(
      ProbeTls.@Nullable Trust trust, String host, int port, Map<String, String> options)
      throws Exception {
    try (HttpExchanges exchanges =
        trust == null
            ? new HttpExchanges(clock, Runnable::run)
            : new HttpExchanges(clock, Runnable::run, trust)) {
      Probe probe =
          new HttpKind(new Endpoints(names, Attempts.ANYTHING), exchanges)
              .parse(List.of(host, Integer.toString(port)), options);
      return Attempts.begin(probe, clock, Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTrustedCertificateOfTheHostIsAccepted() throws Exception {
    Map<String, String> https = Map.of("scheme", "https");
    assertThat(look(HttpsTest::trusting, "good.test", server.port(), https))
        .isEqualTo(Attempt.succeeded());
    assertThat(server.requests.get(0)).contains("Host: good.test:" + server.port());
  }

  @Test
  void anUntrustedCertificateIsRejected() throws Exception {
    Attempt attempt = look(null, "good.test", server.port(), Map.of("scheme", "https"));
    assertThat(attempt.error())
        .isEqualTo(
            "TLS: the certificate is not trusted: add its issuer to Java's trust store"
                + " (insecure accepts any)");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aCertificateOfAnotherHostIsRejected() throws Exception {
    Map<String, String> https = Map.of("scheme", "https");
    Attempt attempt = look(HttpsTest::trusting, "evil.test", server.port(), https);
    assertThat(attempt.error()).startsWith("TLS: ").contains("evil.test");
    assertThat(look(HttpsTest::trusting, "127.0.0.1", server.port(), https).error())
        .startsWith("TLS: ");
    assertThat(server.requests).isEmpty();
  }

  /** Compose and Kubernetes give services names without a dot. */
  @ParameterizedTest
  @CsvSource({"good.test, good.test", "web, web", "web., web", "127.0.0.1, ", "my_app, "})
  void theServerGetsItsHostName(String host, @Nullable String told) throws Exception {
    Map<String, String> insecure = Map.of("scheme", "https", "insecure", "");
    assertThat(look(null, host, server.port(), insecure)).isEqualTo(Attempt.succeeded());
    assertThat(namesTold).isEqualTo(told == null ? List.of() : List.of(told));
  }

  @Test
  void insecureAcceptsAnyCertificate() throws Exception {
    Map<String, String> insecure = Map.of("scheme", "https", "insecure", "");
    for (String host : List.of("good.test", "evil.test", "127.0.0.1", "my_app")) {
      assertThat(look(null, host, server.port(), insecure)).as(host).isEqualTo(Attempt.succeeded());
    }
  }

  @Test
  void tlsAndPlainTextDoNotMix() throws Exception {
    try (ScriptedServer plain = ScriptedServer.saying(OK)) {
      assertThat(look(null, "good.test", plain.port(), Map.of("scheme", "https", "insecure", "")))
          .matches(attempt -> !attempt.isSuccess() && attempt.state() != Attempt.State.NOT_MADE);
    }
    assertThat(look(null, "good.test", server.port(), Map.of()))
        .matches(attempt -> !attempt.isSuccess() && attempt.state() != Attempt.State.NOT_MADE);
  }
}
