package io.github.webrendezvous.probe;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the policy: a name ({@code db}), all names below another ({@code *.example.com}), an
 * address or a block of addresses ({@code 10.0.0.0/8}, {@code fd00::/8}) or everything ({@code *}),
 * for all ports or for some ({@code db:5432}, {@code [fd00::/8]:1-1024}). Immutable.
 *
 * @param text as it was written
 * @param name in lower case, without a trailing dot; that of a suffix starts with a dot; null for
 *     addresses and for everything
 * @param block of addresses; null for names and for everything
 * @param ports that it is for
 */
record PolicyRule(String text, @Nullable String name, @Nullable IPAddress block, Ports ports) {
  /** A range of ports, both included. */
  record Ports(int first, int last) {
    private static final int HIGHEST = 65_535;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    static final Ports ALL = new Ports(0, HIGHEST);

    static Ports parse(String text) {
      Matcher range = RANGE.matcher(text);
      if (range.matches()) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        if (1 <= first && first <= last && last <= HIGHEST) {
          return new Ports(first, last);
        }
      }
      throw new IllegalArgumentException("\"" + text + "\" is not a port or a range of ports");
    }

    boolean contains(int port) {
      return first <= port && port <= last;
    }
  }

  private static final String EVERYTHING = "*";

  /** The beginning of a rule for all names below another. */
  private static final String BELOW = "*.";

  private static final Pattern LOOKS_LIKE_AN_ADDRESS = Pattern.compile("[0-9./]+|.*[:/].*");

  /** Addresses and blocks in their usual form; the library can also read masks and wildcards. */
  private static final IPAddressStringParameters USUAL =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowMask(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .allow_inet_aton(false)
          .toParams();

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException if it is malformed; the message says why
   */
  static PolicyRule parse(String text) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':', Math.max(bracket, 0));
    boolean hasPorts = bracket > 0 ? colon == bracket + 1 : colon >= 0 && onlyOne(text, colon);
    String host = hasPorts ? text.substring(0, colon) : text;
    Ports ports = hasPorts ? Ports.parse(text.substring(colon + 1)) : Ports.ALL;
    if (bracket > 0 && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.equals(EVERYTHING)) {
      return new PolicyRule(text, null, null, ports);
    }
    if (LOOKS_LIKE_AN_ADDRESS.matcher(host).matches()) {
      return new PolicyRule(text, null, block(host), ports);
    }
    boolean below = host.startsWith(BELOW);
    String name = normal(below ? host.substring(BELOW.length()) : host);
    checkName(name, host);
    return new PolicyRule(text, below ? "." + name : name, null, ports);
  }

  private static void checkName(String name, String shown) {
    try {
      Host.parse(name);
    } catch (MalformedProbeException e) {
      throw new IllegalArgumentException("\"" + shown + "\" is not a name or an address", e);
    }
  }

  private static boolean onlyOne(String text, int colon) {
    return text.indexOf(':', colon + 1) < 0;
  }

  private static IPAddress block(String text) {
    try {
      return new IPAddressString(text, USUAL).toAddress().toPrefixBlock();
    } catch (AddressStringException | IncompatibleAddressException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not an address or a block of addresses", e);
    }
  }

  /** A host name in small letters, without the dot that may end it. */
  static String normal(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Whether it is for addresses, and not for names. */
  boolean isOfAddresses() {
    return name == null;
  }

  /**
   * How specific it is, if it is for this name: the longer, the more specific, and a whole name
   * more than a suffix; -1 if it is not.
   *
   * @param host in its normal form
   */
  int matchOfName(String host, int port) {
    if (name == null || !ports.contains(port)) {
      return -1;
    }
    if (host.equals(name)) {
      return Integer.MAX_VALUE;
    }
    return name.startsWith(".") && host.endsWith(name) ? name.length() : -1;
  }

  /** How specific it is, if it is for this address: the length of its prefix; -1 if it is not. */
  int matchOfAddress(IPAddress address, int port) {
    if (!isOfAddresses() || !ports.contains(port)) {
      return -1;
    }
    if (block == null) {
      return 0;
    }
    if (!block.contains(address)) {
      return -1;
    }
    Integer prefix = block.getNetworkPrefixLength();
    return prefix == null ? address.getBitCount() : prefix;
  }
}
