package io.github.webrendezvous.probe;

import java.util.regex.Pattern;

/** Where a server listens. Immutable. */
record Endpoint(Host host, int port) {
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /**
   * Reads a host and a port.
   *
   * @param example of a request, for the error
   * @throws MalformedProbeException if one of them is none
   */
  static Endpoint parse(String host, String port, String example) throws MalformedProbeException {
    Host parsed = Host.parse(host);
    if (!PORT.matcher(port).matches()
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65_535) {
      throw new MalformedProbeException(
          "\"" + port + "\" is no port: write a number from 1 to 65535, for example " + example);
    }
    return new Endpoint(parsed, Integer.parseInt(port));
  }

  /** Host and port, as people know them. */
  String text() {
    return text(host.name(), port);
  }

  /** The same of a host that is a name or an address without brackets. */
  static String text(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
