package io.github.webrendezvous.probe;

import io.github.webrendezvous.contract.Loopback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on the loopback address that responds as the test says. */
final class ScriptedServer implements AutoCloseable {
  /** Runs after the head of a request is read; then the connection is closed. */
  interface Play {
    void answer(InputStream from, OutputStream to) throws IOException;
  }

  private final ServerSocket listening;
  private final Play play;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** The heads of the received requests. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  ScriptedServer(Play play) throws IOException {
    this(Loopback.listen(0), play);
  }

  ScriptedServer(ServerSocket listening, Play play) {
    this.listening = listening;
    this.play = play;
    start(this::accept);
  }

  /** A server that sends this and closes. */
  static ScriptedServer saying(String answer) throws IOException {
    return new ScriptedServer((from, to) -> to.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** A server that never sends anything. */
  static ScriptedServer silent() throws IOException {
    return new ScriptedServer((from, to) -> from.read());
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "played-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket accepted = listening.accept();
        open.add(accepted);
        start(() -> serve(accepted));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket accepted) {
    try (accepted) {
      InputStream from = accepted.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int each = from.read();
        if (each < 0) {
          return;
        }
        head.write(each);
      }
      requests.add(head.toString(StandardCharsets.ISO_8859_1));
      play.answer(from, accepted.getOutputStream());
    } catch (IOException e) {
      // The client has closed the connection.
    } finally {
      open.remove(accepted);
    }
  }

  /** How many connections are open. */
  int open() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
