package io.github.webrendezvous.probe;

import inet.ipaddr.IPAddress;
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
 * network. Thread-safe.
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

  /** A rule, and what it says. */
  private record Verdict(PolicyRule rule, boolean allows, String origin) {
    String denial() {
      return " is denied by " + origin + " " + rule.text();
    }
  }

  private final List<PolicyRule> allowed;
  private final List<PolicyRule> denied;

  /** Made at the first probe, as the library takes a while to load; null before. */
  private volatile @Nullable List<Verdict> verdicts;

  private ProbePolicy(List<PolicyRule> allowed, List<PolicyRule> denied) {
    this.allowed = allowed;
    this.denied = denied;
  }

  /** Denying rules come first, as the first of several equally specific ones counts. */
  private List<Verdict> verdicts() {
    List<Verdict> made = verdicts;
    if (made == null) {
      made = new ArrayList<>();
      for (PolicyRule rule : denied) {
        made.add(new Verdict(rule, false, "probeDeny:"));
      }
      for (String rule : DENIED_BY_DEFAULT) {
        made.add(new Verdict(PolicyRule.parse(rule), false, "default:"));
      }
      for (PolicyRule rule : allowed) {
        made.add(new Verdict(rule, true, "probeAllow:"));
      }
      verdicts = made; // Threads that come at the same time make equal ones.
    }
    return made;
  }

  private boolean listsAllowed() {
    return !allowed.isEmpty();
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
    if (ofName != null
        ? !ofName.allows()
        : listsAllowed() && allowed.stream().noneMatch(PolicyRule::isOfAddresses)) {
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
    boolean listed = ofName != null && ofName.allows();
    if (ofName != null && !listed) {
      throw denied(host, port, ofName);
    }
    for (IPAddress form : AddressForms.of(address)) {
      Verdict ofAddress = mostSpecific(rule -> rule.matchOfAddress(form, port));
      if (ofAddress != null && !ofAddress.allows()) {
        throw denied(host, port, ofAddress);
      }
      listed |= ofAddress != null;
    }
    if (listsAllowed() && !listed) {
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
    for (Verdict verdict : verdicts()) {
      int length = match.applyAsInt(verdict.rule());
      if (length > longest) {
        longest = length;
        best = verdict;
      }
    }
    return best;
  }

  private static DeniedException denied(String host, int port, @Nullable Verdict verdict) {
    return new DeniedException(
        "probing "
            + Endpoint.text(host, port)
            + (verdict == null ? " is not allowed by probeAllow" : verdict.denial()));
  }
}
