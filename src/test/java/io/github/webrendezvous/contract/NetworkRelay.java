package io.github.webrendezvous.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network to a server that can be cut, or can swallow what is sent, and that counts what clients
 * send. Thread-safe.
 */
final class NetworkRelay implements AutoCloseable {
  /** What happens to connections and bytes. */
  enum Network {
    OPEN,
    /** Connections stay open, and nothing arrives. */
    SWALLOWING,
    /** Connections are reset, and none is made. */
    CUT
  }

  private final ServerSocket listening = Loopback.listen(0);
  private final int serverPort;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();
  private volatile Network network = Network.OPEN;

  NetworkRelay(int serverPort) throws IOException {
    this.serverPort = serverPort;
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How often clients have sent something; about as many as there were round trips. */
  long sent() {
    return sent.get();
  }

  void become(Network next) {
    network = next;
    if (next != Network.SWALLOWING) {
      // What was swallowed is missing: such connections cannot go on.
      for (Socket each = sockets.poll(); each != null; each = sockets.poll()) {
        reset(each);
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It was closed before.
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      sockets.add(client);
      if (network == Network.CUT) {
        client.close();
      } else {
        start(() -> serve(client));
      }
    }
  }

  private void serve(Socket client) throws IOException {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start(() -> copy(client.getInputStream(), server.getOutputStream(), sent));
      copy(server.getInputStream(), client.getOutputStream(), new AtomicLong());
    }
  }

  private void copy(InputStream from, OutputStream to, AtomicLong counter) throws IOException {
    byte[] bytes = new byte[8_192];
    for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
      counter.incrementAndGet();
      if (network != Network.SWALLOWING) {
        to.write(bytes, 0, read);
      }
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One of the two has closed the connection.
              }
            },
            "network-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    become(Network.CUT);
  }
}
