package io.github.webrendezvous.probe;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.ssl.WrappedFactory;
import org.postgresql.util.PSQLException;

/**
 * TLS to PostgreSQL as {@code sslmode} and {@code sslrootcert} say, which tells the server the name
 * of its host, as a proxy in front of several servers needs it. The driver makes it by its name.
 * Thread-safe.
 */
public final class NamingTls extends LibPQFactory {
  /** As the driver makes it. */
  public NamingTls(Properties properties) throws PSQLException {
    super(properties);
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    return naming(super.createSocket(plain, host, port, autoClose), host);
  }

  /** Called by the driver after the handshake. */
  @Override
  public void throwKeyManagerException() throws PSQLException {
    super.throwKeyManagerException();
    CuttableSockets.tell(PendingAttempt::asks);
  }

  private static Socket naming(Socket secure, String host) {
    CuttableSockets.tell(PendingAttempt::handshakes);
    SSLSocket socket = (SSLSocket) secure;
    SSLParameters parameters = socket.getSSLParameters();
    ServerName.tell(host, parameters);
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** The same with servers that the Java platform trusts. Thread-safe. */
  public static final class OfJava extends WrappedFactory {
    /** As the driver makes it. */
    public OfJava(Properties properties) throws GeneralSecurityException {
      factory = ProbeTls.trustedByTheSystem().getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
        throws IOException {
      return naming(super.createSocket(plain, host, port, autoClose), host);
    }
  }
}
