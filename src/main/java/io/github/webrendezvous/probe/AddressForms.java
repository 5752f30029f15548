package io.github.webrendezvous.probe;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a connection to one address may lead to. A class of its own, so that the
 * library is loaded with the first address that is probed, and not when the application starts.
 */
final class AddressForms {
  private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();

  /** {@code ::} and 0.0.0.0 connect to the same machine as these. */
  private static final List<IPAddress> LOOPBACK =
      Stream.of("127.0.0.1", "::1")
          .map(text -> Objects.requireNonNull(PolicyRule.parse(text).block()))
          .toList();

  private AddressForms() {}

  /** The address itself, an IPv4 address that is embedded in it, or loopback for none. */
  static List<IPAddress> of(InetAddress address) {
    IPAddress plain = ADDRESSES.from(address.getAddress());
    if (plain.isZero()) {
      return LOOPBACK;
    }
    IPAddress embedded = plain.isIPv6() ? embedded(plain.toIPv6()) : null;
    if (embedded == null) {
      return List.of(plain);
    }
    return embedded.isZero() ? LOOPBACK : List.of(plain, embedded);
  }

  /** The IPv4 address in an IPv6 address (RFC 4291, 6052 and 3056); null if there is none. */
  private static @Nullable IPAddress embedded(IPv6Address address) {
    if (address.isLoopback()) {
      return null;
    }
    if (address.is6To4()) {
      return address.get6To4IPv4Address();
    }
    return address.isIPv4Mapped()
            || address.isIPv4Compatible()
            || address.isIPv4Translatable()
            || address.isWellKnownIPv4Translatable()
        ? address.getEmbeddedIPv4Address()
        : null;
  }
}
