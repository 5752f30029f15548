package io.github.webrendezvous.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.List;

/** TCP ports of this machine, for probes. */
public final class Loopback {
  private Loopback() {}

  public static InetAddress ipv6() throws IOException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  /** A port that is free now. */
  public static int freePort() {
    try (ServerSocket socket = listen(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens at 127.0.0.1; 0 is any free port. */
  public static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  /** A listener whose queue holds one connection: more are neither refused nor accepted. */
  public static ServerSocket listenWithoutAccepting() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  /**
   * A silent port: connections are neither refused nor accepted, until the listener is closed.
   *
   * @param filling is given the connections that fill its queue, to be closed with it
   */
  public static ServerSocket blackHole(List<SocketChannel> filling) throws IOException {
    ServerSocket listening = listenWithoutAccepting();
    // More than the queue holds, however the system rounds its length.
    for (int i = 0; i < 8; i++) {
      SocketChannel connecting = SocketChannel.open();
      connecting.configureBlocking(false);
      connecting.connect(listening.getLocalSocketAddress());
      filling.add(connecting);
    }
    return listening;
  }
}
