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
 * TLS to PostgreSQL as configured by {@code sslmode} and {@code sslrootcert}. It sends the host
 * name to the server, as a proxy in front of several servers needs it. The driver creates it by
 * class name. Thread-safe.
 */
public final class NamingTls extends LibPQFactory {
  /** For the driver. */
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

  /** The same with the certificates that Java trusts. Thread-safe. */
  public static final class OfJava extends WrappedFactory {
    /** For the driver. */
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
