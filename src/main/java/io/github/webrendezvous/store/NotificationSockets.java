package io.github.webrendezvous.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Makes sockets for connections on which notifications arrive. After each notification, pgjdbc
 * 42.7.14 looks whether another one has arrived by a read with a timeout of a millisecond ({@code
 * PGStream.hasMessagePending}). That would delay each notification by more than a millisecond. On
 * these sockets, such a read ends at once. Thread-safe.
 */
public final class NotificationSockets extends SocketFactory {
  private static final int LOOK_MILLIS = 1;

  /** The driver makes it, by its name. */
  public NotificationSockets() {}

  /** An unconnected socket, the only kind that the driver uses. */
  @Override
  public Socket createSocket() {
    return new LookingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  private static final class LookingSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          look();
          return super.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          look();
          return super.read(into, from, length);
        }

        /** The end of the stream is left to the next read with a longer timeout. */
        private void look() throws IOException {
          if (getSoTimeout() == LOOK_MILLIS && available() == 0) {
            throw new SocketTimeoutException("nothing has arrived");
          }
        }
      };
    }
  }
}
