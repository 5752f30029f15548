package io.github.webrendezvous.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of the PostgreSQL driver, and tells whoever runs the driver what becomes of
 * each. They may close it: nothing else ends a blocking read or connect before its time.
 * Thread-safe.
 *
 * <p>The driver makes its factory by class name and hands it nothing but strings, so the thread
 * that calls the driver carries who wants to see the sockets.
 */
public final class CuttableSockets extends SocketFactory {
  /** Is told of the sockets of one attempt, one after the other, on the thread that uses them. */
  interface Watcher {
    void made(Socket socket);

    void connects(InetSocketAddress address);

    void connected();

    /** TLS is about to be agreed on. */
    void handshakes();

    /** TLS is agreed on. */
    void secured();
  }

  private static final ThreadLocal<@Nullable Watcher> WATCHER = new ThreadLocal<>();

  /** Tells of the sockets that are made while the task runs on this thread. */
  static void watch(Watcher watcher, Runnable task) {
    WATCHER.set(watcher);
    try {
      task.run();
    } finally {
      WATCHER.remove();
    }
  }

  /** Tells whoever watches the sockets of this thread, if anybody does. */
  static void tell(Consumer<Watcher> what) {
    Watcher watcher = WATCHER.get();
    if (watcher != null) {
      what.accept(watcher);
    }
  }

  private static final class WatchedSocket extends Socket {
    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
      tell(watcher -> watcher.connects((InetSocketAddress) address));
      super.connect(address, timeout);
      tell(Watcher::connected);
    }
  }

  /**
   * An unconnected socket, the only kind that the driver asks for.
   *
   * @throws NoSocketException if the system has none to give
   */
  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new WatchedSocket();
    try {
      socket.setTcpNoDelay(true); // The system is asked for a socket only when one is used.
    } catch (SocketException e) {
      throw new NoSocketException(e);
    }
    tell(watcher -> watcher.made(socket));
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw notAskedFor();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw notAskedFor();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw notAskedFor();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw notAskedFor();
  }

  private static IOException notAskedFor() {
    return new IOException("only unconnected sockets are made here");
  }
}
