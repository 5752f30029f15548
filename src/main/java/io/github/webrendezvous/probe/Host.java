package io.github.webrendezvous.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host in a request: a name to look up, or an address. Immutable.
 *
 * @param text as it was written
 * @param address null for a name
 */
record Host(String text, @Nullable InetAddress address) {
  private static final int LONGEST_NAME = 253;

  /** Host names, including those with underscores, which Compose allows. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*\\.?");

  /**
   * A name must not end in a label of digits: some systems read it as a short form of an address.
   */
  private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?[0-9]+\\.?");

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}(?:%[A-Za-z0-9._-]{1,16})?");

  /**
   * Reads a host; an IPv6 address may be in brackets. Does not look anything up.
   *
   * @throws MalformedProbeException if it is malformed
   */
  static Host parse(String text) throws MalformedProbeException {
    String plain =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (IPV6.matcher(plain).matches() && plain.indexOf(':') >= 0) {
      return literal(text, "[" + plain + "]");
    }
    if (IPV4.matcher(text).matches()) {
      return literal(text, text);
    }
    if (text.length() <= LONGEST_NAME
        && NAME.matcher(text).matches()
        && !ENDS_IN_A_NUMBER.matcher(text).matches()) {
      return new Host(text, null);
    }
    throw malformed(text);
  }

  /** The JDK reads an address in brackets, or four numbers, without a lookup. */
  private static Host literal(String text, String literal) throws MalformedProbeException {
    try {
      return new Host(text, InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      throw malformed(text);
    }
  }

  private static MalformedProbeException malformed(String text) {
    return new MalformedProbeException(
        "\""
            + text
            + "\" is not a valid host: write a name or an address, for example /_port/memcached/11211");
  }

  /**
   * The name to send to a server: as it was written, without the brackets and the zone of an
   * address (RFC 6874).
   */
  String name() {
    return address == null ? text : text.replaceFirst("%.*", "").replaceAll("[\\[\\]]", "");
  }
}
