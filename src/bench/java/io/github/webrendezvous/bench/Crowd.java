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
 * Clients of one server, thousands if need be, all on the thread that calls. Notes for each answer
 * when its last byte was read. Not thread-safe.
 */
final class Crowd implements Closeable {
  private static final long PATIENCE_MILLIS = 20_000;

  /** One client: at most one request is under way. */
  static final class Client {
    private final SocketChannel channel;
    private byte[] read = new byte[512];
    private int length;
    private boolean waiting;
    private long answeredNanos;

    private Client(SocketChannel channel) {
      this.channel = channel;
    }

    /** When the last answer was whole, by {@link System#nanoTime}. */
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

  /** Connects so many more clients, and returns them. */
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

  /** Hangs up. */
  void disconnect(List<Client> gone) throws IOException {
    for (Client client : gone) {
      client.channel.close();
    }
    clients.removeAll(Set.copyOf(gone));
    selector.selectNow(this::read);
  }

  /** Sends a request; the answer is read when somebody waits for it. */
  void send(Client client, byte[] request) throws IOException {
    client.length = 0;
    client.waiting = true;
    waiting++;
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      client.channel.write(bytes);
    }
  }

  /** Waits for one answer more to a request that has many. */
  void expectMore(Client client) {
    client.length = 0;
    client.waiting = true;
    waiting++;
  }

  /** Is called for each answer, on the thread that reads it. */
  void onAnswer(Consumer<Client> reader) {
    onAnswer = reader;
  }

  /** How many requests are not answered. */
  int waiting() {
    return waiting;
  }

  /** Reads until so many requests are left, all others answered. */
  void readUntilLeft(int left) throws IOException {
    while (waiting > left) {
      if (selector.select(this::read, PATIENCE_MILLIS) == 0) {
        throw new IOException(waiting + " requests were not answered");
      }
    }
  }

  /** Reads until all is answered, and returns true, or until so long a time is over. */
  boolean readAllWithin(long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (waiting > 0 && System.nanoTime() < end) {
      selector.select(this::read, 10);
    }
    return waiting == 0;
  }

  /** Reads what comes in so long a time. */
  void readFor(long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      selector.select(this::read, left);
    }
  }

  /** Reads what is there. */
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
            "The server hung up: "
                + new String(client.read, 0, client.length, StandardCharsets.UTF_8));
      }
      if (!client.waiting) {
        return; // More of a stream whose beginning was all that mattered.
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
