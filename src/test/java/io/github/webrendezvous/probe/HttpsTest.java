package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.SystemClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at real servers with certificates that are right, unknown, or of somebody else. */
class HttpsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @TempDir private static Path directory;
  private static KeyStore keys;

  private final SystemClock clock = new SystemClock();
  private final Names names =
      new Names(
          BlockingCalls.Call::run, name -> new InetAddress[] {InetAddress.getLoopbackAddress()});
  private PlayedServer server;

  /** A certificate for good.test, signed by itself. */
  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=good.test",
                "-ext",
                "SAN=dns:good.test")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    keys = KeyStore.getInstance("PKCS12");
    try (InputStream stored = Files.newInputStream(store)) {
      keys.load(stored, PASSWORD);
    }
  }

  @BeforeEach
  void start() throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    server =
        new PlayedServer(
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            (from, to) -> to.write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
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
            ? new HttpExchanges(Runnable::run)
            : new HttpExchanges(Runnable::run, trust)) {
      return new HttpKind(names, exchanges, clock, Duration.ofSeconds(20))
          .parse(List.of(host, Integer.toString(port)), options)
          .attempt()
          .get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCertificateThatIsTrustedAndOfThatHostIsRight() throws Exception {
    Map<String, String> https = Map.of("scheme", "https");
    assertThat(look(HttpsTest::trusting, "good.test", server.port(), https))
        .isEqualTo(Attempt.succeeded());
    assertThat(server.requests.get(0)).contains("Host: good.test:" + server.port());
  }

  @Test
  void aCertificateThatNobodyVouchesForIsWrong() throws Exception {
    Attempt attempt = look(null, "good.test", server.port(), Map.of("scheme", "https"));
    assertThat(attempt.error()).startsWith("TLS: ").contains("certification path");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aCertificateOfAnotherHostIsWrong() throws Exception {
    Map<String, String> https = Map.of("scheme", "https");
    Attempt attempt = look(HttpsTest::trusting, "evil.test", server.port(), https);
    assertThat(attempt.error()).startsWith("TLS: ").contains("evil.test");
    assertThat(look(HttpsTest::trusting, "127.0.0.1", server.port(), https).error())
        .startsWith("TLS: ");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void whoDoesNotCareSaysSo() throws Exception {
    Map<String, String> insecure = Map.of("scheme", "https", "insecure", "");
    for (String host : List.of("good.test", "evil.test", "127.0.0.1", "my_app")) {
      assertThat(look(null, host, server.port(), insecure)).isEqualTo(Attempt.succeeded());
    }
  }

  @Test
  void tlsAndPlainDoNotMeet() throws Exception {
    try (PlayedServer plain = PlayedServer.saying(OK)) {
      assertThat(look(null, "good.test", plain.port(), Map.of("scheme", "https", "insecure", "")))
          .matches(attempt -> !attempt.isSuccess() && attempt.state() != Attempt.State.NOT_MADE);
    }
    assertThat(look(null, "good.test", server.port(), Map.of()))
        .matches(attempt -> !attempt.isSuccess() && attempt.state() != Attempt.State.NOT_MADE);
  }
}
