package io.github.webrendezvous.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One thread that speaks just enough HTTP to park and answer requests: the limit of the machine and
 * of the load generator.
 */
final class BareLoop {
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"ok\":true}\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1_024);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(OK.length).put(OK).flip();
  private final Map<String, List<SocketChannel>> parked = new HashMap<>();

  private BareLoop() {}

  /** Listens at the port that is its only argument. */
  public static void main(String[] arguments) throws IOException {
    new BareLoop().serve(Integer.parseInt(arguments[0]));
  }

  private void serve(int port) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(port), 1_024).configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (true) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            SocketChannel accepted = server.accept();
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
          } else {
            read((SocketChannel) key.channel());
          }
        }
        selector.selectedKeys().clear();
      }
    }
  }

  private void read(SocketChannel client) throws IOException {
    buffer.clear();
    if (client.read(buffer) < 0) {
      client.close();
      return;
    }
    buffer.flip();
    String request = StandardCharsets.US_ASCII.decode(buffer).toString();
    String path = request.substring(4, request.indexOf(' ', 4));
    if (path.equals("/")) {
      client.write(answer.duplicate());
    } else if (request.startsWith("GET")) {
      parked.computeIfAbsent(path, p -> new ArrayList<>()).add(client);
    } else {
      List<SocketChannel> waiting = parked.remove(path);
      if (waiting != null) {
        for (SocketChannel each : waiting) {
          each.write(answer.duplicate());
        }
      }
      client.write(answer.duplicate());
    }
  }
}
