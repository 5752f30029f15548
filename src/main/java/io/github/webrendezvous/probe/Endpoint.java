package io.github.webrendezvous.probe;

import java.util.List;
import java.util.regex.Pattern;

/** A host and a port. Immutable. */
record Endpoint(Host host, int port) {
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /**
   * Reads a host and a port: the first two segments.
   *
   * @param usage of the kind of probe, for the error
   * @throws MalformedProbeException if there are fewer, or one of them is malformed
   */
  static Endpoint parse(List<String> segments, ProbeKind.Usage usage)
      throws MalformedProbeException {
    if (segments.size() < 2 || segments.get(0).isEmpty() || segments.get(1).isEmpty()) {
      throw usage.expected();
    }
    Host parsed = Host.parse(segments.get(0));
    String port = segments.get(1);
    if (!PORT.matcher(port).matches()
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65_535) {
      throw new MalformedProbeException(
          "\""
              + port
              + "\" is not a valid port: write a number from 1 to 65535, for example "
              + usage.example());
    }
    return new Endpoint(parsed, Integer.parseInt(port));
  }

  /** Host and port, for people. */
  String text() {
    return text(host.name(), port);
  }

  /** The same for a name or an address without brackets. */
  static String text(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
