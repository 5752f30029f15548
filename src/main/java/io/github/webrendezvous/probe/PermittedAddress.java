package io.github.webrendezvous.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An address that the {@link ProbePolicy} allows. Only the policy makes one, and nothing opens a
 * connection without one, so no probe can connect to another address than the one that was checked.
 * Immutable.
 */
final class PermittedAddress {
  private final InetSocketAddress address;

  /** For the policy alone. */
  PermittedAddress(InetAddress address, int port) {
    this.address = new InetSocketAddress(address, port);
  }

  /** The address and the port to connect to; never a name. */
  InetSocketAddress socketAddress() {
    return address;
  }

  InetAddress address() {
    return address.getAddress();
  }

  int port() {
    return address.getPort();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
