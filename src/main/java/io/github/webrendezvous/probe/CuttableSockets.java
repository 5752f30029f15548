package io.github.webrendezvous.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of the PostgreSQL driver, reports the progress to the attempt that runs the
 * driver, and gives it each socket. The attempt may close the socket: nothing else ends a blocking
 * read or connect early. Thread-safe.
 *
 * <p>The driver creates its factories by class name and passes them nothing but strings, so the
 * thread that calls the driver carries the attempt.
 */
public final class CuttableSockets extends SocketFactory {
  private record Watch(PendingAttempt attempt, ProbePolicy policy, Consumer<Socket> made) {}

  private static final ThreadLocal<@Nullable Watch> WATCH = new ThreadLocal<>();

  /**
   * Runs a task that uses the driver.
   *
   * @param policy that each address must be allowed by
   * @param made is given the sockets that are made on this thread meanwhile
   */
  static <T> T watch(
      PendingAttempt attempt, ProbePolicy policy, Consumer<Socket> made, Supplier<T> task) {
    WATCH.set(new Watch(attempt, policy, made));
    try {
      return task.get();
    } finally {
      WATCH.remove();
    }
  }

  /** Reports progress to the attempt that this thread makes, if there is one. */
  static void tell(Consumer<PendingAttempt> progress) {
    Watch watch = WATCH.get();
    if (watch != null) {
      progress.accept(watch.attempt());
    }
  }

  private static final class WatchedSocket extends Socket {
    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
      InetSocketAddress server = (InetSocketAddress) address;
      Watch watch = WATCH.get();
      if (watch == null) {
        throw new IOException("no attempt is under way");
      }
      PermittedAddress permitted = watch.policy().permit(server);
      tell(attempt -> attempt.connects(Endpoint.text(server.getHostString(), server.getPort())));
      super.connect(permitted.socketAddress(), timeout);
      tell(PendingAttempt::asks);
    }
  }

  /**
   * An unconnected socket, the only kind that the driver uses.
   *
   * @throws NoSocketException if the system has none left
   */
  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new WatchedSocket();
    try {
      socket.setTcpNoDelay(true); // The JDK asks the system for a socket only when it is used.
    } catch (SocketException e) {
      throw new NoSocketException(e);
    }
    Watch watch = WATCH.get();
    if (watch != null) {
      watch.made().accept(socket);
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
