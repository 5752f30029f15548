package io.github.webrendezvous.launch;

import java.security.Security;

/** How long the JVM remembers what it has looked up. */
final class HostNames {
  private HostNames() {}

  /**
   * Has the JVM look names up anew each time, so that a host that appears late or moves is seen at
   * once. Works only before the first look-up; where the JVM is not ours alone, that may have been.
   */
  static void rememberNone() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }
}
