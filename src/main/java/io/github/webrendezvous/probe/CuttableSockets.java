package io.github.webrendezvous.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of the PostgreSQL driver, and shows each to whoever runs the driver, who may
 * close it: nothing else ends a blocking read or connect before its time. Thread-safe.
 *
 * <p>The driver makes its factory by class name and hands it nothing but strings, so the thread
 * that calls the driver carries who wants to see the sockets.
 */
public final class CuttableSockets extends SocketFactory {
  private static final ThreadLocal<@Nullable Consumer<Socket>> WATCHER = new ThreadLocal<>();

  /** Shows the sockets that are made while the task runs on this thread. */
  static void watch(Consumer<Socket> watcher, Runnable task) {
    WATCHER.set(watcher);
    try {
      task.run();
    } finally {
      WATCHER.remove();
    }
  }

  /**
   * An unconnected socket, the only kind that the driver asks for.
   *
   * @throws NoSocketException if the system has none to give
   */
  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true); // The system is asked for a socket only when one is used.
    } catch (SocketException e) {
      throw new NoSocketException(e);
    }
    Consumer<Socket> watcher = WATCHER.get();
    if (watcher != null) {
      watcher.accept(socket);
    }
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
