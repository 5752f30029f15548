package io.github.webrendezvous.probe;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be probed. Anyone who can send a GET can otherwise use the service to look around a
 * network. Immutable.
 *
 * <p>Rules for names are compared with the name in the request, rules for addresses with each
 * address that it is found to have. The most specific rule of each sort counts: the longest name,
 * the longest prefix. If an allowing and a denying rule are equally specific, the denying rule
 * wins. A target is denied if either sort denies it. If any rule allows something, a target that no
 * rule allows is denied, too.
 */
public final class ProbePolicy {
  /**
   * Denied unless a longer prefix is allowed: link-local addresses, where cloud providers serve
   * credentials, their other addresses for that, and their names.
   */
  private static final List<String> DENIED_BY_DEFAULT =
      List.of(
          "169.254.0.0/16",
          "fe80::/10",
          "fd00:ec2::254",
          "100.100.100.200",
          "metadata.google.internal",
          "metadata.goog",
          "instance-data",
          "instance-data.ec2.internal");

  private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();

  /** {@code ::} and 0.0.0.0 connect to the same machine as these. */
  private static final List<IPAddress> LOOPBACK =
      Stream.of("127.0.0.1", "::1").map(text -> PolicyRule.parse(text).block()).toList();

  /** A rule, and what it says. */
  private record Verdict(PolicyRule rule, boolean allows, String origin) {
    String denial() {
      return " is denied by " + origin + " " + rule.text();
    }
  }

  private final List<Verdict> verdicts = new ArrayList<>();
  private final boolean listsAllowed;
  private final boolean allowsAddresses;

  private ProbePolicy(List<PolicyRule> allowed, List<PolicyRule> denied) {
    // Denying rules come first, as the first of several equally specific ones counts.
    denied.forEach(rule -> verdicts.add(new Verdict(rule, false, "probeDeny:")));
    DENIED_BY_DEFAULT.stream()
        .map(PolicyRule::parse)
        .forEach(rule -> verdicts.add(new Verdict(rule, false, "default:")));
    allowed.forEach(rule -> verdicts.add(new Verdict(rule, true, "probeAllow:")));
    listsAllowed = !allowed.isEmpty();
    allowsAddresses = allowed.stream().anyMatch(PolicyRule::isOfAddresses);
  }

  /**
   * Reads a policy.
   *
   * @param allow rules with commas between them; empty to allow everything that is not denied
   * @param deny the same for what is denied besides the default
   * @throws IllegalArgumentException if a rule is malformed; the message says which and why
   */
  public static ProbePolicy parse(String allow, String deny) {
    return new ProbePolicy(rules(allow), rules(deny));
  }

  /** The rules of a setting. */
  private static List<PolicyRule> rules(String text) {
    return text.isBlank()
        ? List.of()
        : Stream.of(text.split(",", -1)).map(String::strip).map(PolicyRule::parse).toList();
  }

  /**
   * Checks a target as far as that is possible before its name is looked up.
   *
   * @throws DeniedException if it is denied, whatever its addresses are
   */
  void check(Host host, int port) throws DeniedException {
    if (host.address() != null) {
      permit(host.name(), host.address(), port);
      return;
    }
    Verdict ofName = ofName(host.name(), port);
    if (ofName != null ? !ofName.allows() : listsAllowed && !allowsAddresses) {
      throw denied(host.name(), port, ofName);
    }
  }

  /**
   * Checks one address of a host.
   *
   * @param host as it is named in the request
   * @throws DeniedException if the policy denies it
   */
  PermittedAddress permit(String host, InetAddress address, int port) throws DeniedException {
    Verdict ofName = ofName(host, port);
    boolean allowed = ofName != null && ofName.allows();
    if (ofName != null && !allowed) {
      throw denied(host, port, ofName);
    }
    for (IPAddress form : formsOf(address)) {
      Verdict ofAddress = mostSpecific(rule -> rule.matchOfAddress(form, port));
      if (ofAddress != null && !ofAddress.allows()) {
        throw denied(host, port, ofAddress);
      }
      allowed |= ofAddress != null;
    }
    if (listsAllowed && !allowed) {
      throw denied(host, port, null);
    }
    return new PermittedAddress(address, port);
  }

  /** The same for an address that a driver has looked up. */
  PermittedAddress permit(InetSocketAddress server) throws DeniedException, UnknownHostException {
    if (server.getAddress() == null) {
      throw new UnknownHostException(server.getHostString());
    }
    return permit(server.getHostString(), server.getAddress(), server.getPort());
  }

  private @Nullable Verdict ofName(String host, int port) {
    String name = PolicyRule.normal(host);
    return mostSpecific(rule -> rule.matchOfName(name, port));
  }

  private @Nullable Verdict mostSpecific(ToIntFunction<PolicyRule> match) {
    Verdict best = null;
    int longest = -1;
    for (Verdict verdict : verdicts) {
      int length = match.applyAsInt(verdict.rule());
      if (length > longest) {
        longest = length;
        best = verdict;
      }
    }
    return best;
  }

  /**
   * All addresses that a connection to this one may lead to: itself, an IPv4 address that is
   * embedded in it, and loopback for the unspecified address.
   */
  private static List<IPAddress> formsOf(InetAddress address) {
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

  private static DeniedException denied(String host, int port, @Nullable Verdict verdict) {
    return new DeniedException(
        "probing "
            + Endpoint.text(host, port)
            + (verdict == null ? " is not allowed by probeAllow" : verdict.denial()));
  }
}
