package io.github.webrendezvous.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A proxy before a PostgreSQL server that counts connections, and never answers for a database
 * whose name begins with "mute". Thread-safe.
 */
final class Relay implements AutoCloseable {
  private final ServerSocket listening = Loopback.listen(0);
  private final int serverPort;
  private final Queue<String> startups = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  Relay(int serverPort) throws IOException {
    this.serverPort = serverPort;
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The number of connections for databases with this prefix. */
  long connectionsTo(String database) {
    return startups.stream().filter(startup -> startup.contains("\0database\0" + database)).count();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      open.add(client);
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    byte[] startup = new byte[4_096];
    int length = client.getInputStream().read(startup);
    if (length < 0) {
      return;
    }
    String text = new String(startup, 0, length, StandardCharsets.ISO_8859_1);
    startups.add(text);
    if (text.contains("\0database\0mute")) {
      return;
    }
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      server.getOutputStream().write(startup, 0, length);
      start(() -> copy(client.getInputStream(), server.getOutputStream()));
      copy(server.getInputStream(), client.getOutputStream());
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    from.transferTo(to);
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
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
