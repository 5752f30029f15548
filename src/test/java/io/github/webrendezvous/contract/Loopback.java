package io.github.webrendezvous.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of this machine, for probes to look at. */
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

  /**
   * A listener whose queue holds one connection: what comes beyond is neither refused nor let in.
   */
  public static ServerSocket listenWithoutAccepting() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }
}
