package io.github.webrendezvous.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Thousands of clients of one server, all on the calling thread. Records when the last byte of each
 * response was read. Not thread-safe.
 */
final class Crowd implements Closeable {
  private static final long PATIENCE_MILLIS = 20_000;

  /** One client, with at most one request at a time. */
  static final class Client {
    private final SocketChannel channel;
    private byte[] read = new byte[512];
    private int length;
    private boolean waiting;
    private long answeredNanos;

    private Client(SocketChannel channel) {
      this.channel = channel;
    }

    /** When the last response was complete, by {@link System#nanoTime}. */
    long answeredNanos() {
      return answeredNanos;
    }
  }

  private final Protocol protocol;
  private final InetSocketAddress server;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1_024);
  private final List<Client> clients = new ArrayList<>();
  private Consumer<Client> onAnswer = client -> {};
  private int waiting;

  Crowd(Protocol protocol, int port) throws IOException {
    this.protocol = protocol;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.selector = Selector.open();
  }

  /** Connects more clients, and returns them. */
  List<Client> connect(int many) throws IOException {
    List<Client> more = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Client client = new Client(channel);
      channel.register(selector, SelectionKey.OP_READ, client);
      more.add(client);
    }
    clients.addAll(more);
    return more;
  }

  /** Closes the connection. */
  void disconnect(List<Client> gone) throws IOException {
    for (Client client : gone) {
      client.channel.close();
    }
    clients.removeAll(Set.copyOf(gone));
    selector.selectNow(this::read);
  }

  /** Sends a request; the response is read later. */
  void send(Client client, byte[] request) throws IOException {
    expectMore(client);
    follow(client, request);
  }

  /** Sends a request whose response is a stream, which is read and ignored. */
  void follow(Client client, byte[] request) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      client.channel.write(bytes);
    }
  }

  /** Waits for one more response to a request that has many. */
  void expectMore(Client client) {
    client.length = 0;
    client.waiting = true;
    waiting++;
  }

  /** Called for each response, on the thread that reads it. */
  void onAnswer(Consumer<Client> reader) {
    onAnswer = reader;
  }

  /** The number of requests without a response. */
  int waiting() {
    return waiting;
  }

  /** Reads responses until no more than {@code left} requests are unanswered. */
  void readUntilLeft(int left) throws IOException {
    while (waiting > left) {
      if (selector.select(this::read, PATIENCE_MILLIS) == 0) {
        throw new IOException(waiting + " requests were not answered");
      }
    }
  }

  /** Reads until all requests are answered and returns true, or until the time is over. */
  boolean readAllWithin(long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (waiting > 0 && System.nanoTime() < end) {
      selector.select(this::read, 10);
    }
    return waiting == 0;
  }

  /** Reads for this time. */
  void readFor(long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      selector.select(this::read, left);
    }
  }

  /** Reads the available bytes. */
  void readNow() throws IOException {
    selector.selectNow(this::read);
  }

  private void read(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      buffer.clear();
      int got = client.channel.read(buffer);
      if (got < 0) {
        throw new EOFException(
            "The server closed the connection: "
                + new String(client.read, 0, client.length, StandardCharsets.UTF_8));
      }
      if (!client.waiting) {
        return; // The rest of a stream, which is not needed.
      }
      if (client.length + got > client.read.length) {
        client.read = Arrays.copyOf(client.read, 2 * (client.length + got));
      }
      buffer.flip().get(client.read, client.length, got);
      client.length += got;
      if (!protocol.isWhole(client.read, client.length)) {
        return;
      }
      client.answeredNanos = System.nanoTime();
      client.waiting = false;
      waiting--;
      if (!protocol.isGood(client.read)) {
        throw new IOException(
            "Answered " + new String(client.read, 0, client.length, StandardCharsets.UTF_8));
      }
      onAnswer.accept(client);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }
}
