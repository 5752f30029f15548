package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.BasicClientTlsStrategy;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * TLS with servers whose certificates the system trusts or, where that is wanted, with any server.
 * Names the host to every server, so that one that has several certificates can choose (RFC 6066,
 * section 3). Thread-safe.
 */
final class ProbeTls implements TlsStrategy {
  /**
   * What is attached to an endpoint.
   *
   * @param insecure whether to accept any certificate
   * @param attempt is told when the handshake begins
   */
  record Wanted(boolean insecure, PendingAttempt attempt) {}

  /** Whose certificates are trusted; asked until it answers, for the first look that needs it. */
  interface Trust {
    SSLContext context() throws GeneralSecurityException;
  }

  private final Trust trust;

  @GuardedBy("this")
  private @Nullable TlsStrategy verifying;

  @GuardedBy("this")
  private @Nullable TlsStrategy insecure;

  ProbeTls(Trust trust) {
    this.trust = trust;
  }

  private synchronized TlsStrategy verifying() {
    if (verifying == null) {
      verifying = strategy(trust);
    }
    return verifying;
  }

  private synchronized TlsStrategy insecure() {
    if (insecure == null) {
      insecure = strategy(ProbeTls::trustingAnybody);
    }
    return insecure;
  }

  /**
   * Trusts the certificates that the system trusts. Not the default context of the JDK, which never
   * recovers if the file with the certificates could not be read once.
   */
  static SSLContext trustedByTheSystem() throws GeneralSecurityException {
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init((KeyStore) null);
    boolean anybody =
        Stream.of(trusted.getTrustManagers())
            .anyMatch(m -> m instanceof X509TrustManager x && x.getAcceptedIssuers().length > 0);
    if (!anybody) {
      throw new KeyStoreException("the certificates that the Java platform trusts cannot be read");
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  private static TlsStrategy strategy(Trust trust) {
    try {
      return new BasicClientTlsStrategy(trust.context(), ProbeTls::tellName, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static void tellName(NamedEndpoint endpoint, SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    ServerName.tell(endpoint.getHostName(), parameters);
    engine.setSSLParameters(parameters);
  }

  private static SSLContext trustingAnybody() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    return context;
  }

  @Override
  public void upgrade(
      TransportSecurityLayer session,
      NamedEndpoint endpoint,
      Object attachment,
      Timeout timeout,
      FutureCallback<TransportSecurityLayer> callback) {
    Wanted wanted = (Wanted) attachment;
    wanted.attempt().handshakes();
    (wanted.insecure() ? insecure() : verifying())
        .upgrade(session, endpoint, attachment, timeout, callback);
  }

  @Override
  @Deprecated
  public boolean upgrade(
      TransportSecurityLayer session,
      HttpHost host,
      SocketAddress local,
      SocketAddress remote,
      Object attachment,
      Timeout timeout) {
    throw new UnsupportedOperationException("the other is called");
  }

  /** Extended, as the JDK checks the name of the host on behalf of one that is not. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
