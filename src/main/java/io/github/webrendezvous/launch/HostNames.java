package io.github.webrendezvous.launch;

import java.security.Security;

/** Configures the JVM's cache of name lookups. */
final class HostNames {
  private HostNames() {}

  /**
   * Switches the cache off, so that a host that appears late or moves is seen at once. Works only
   * before the first lookup.
   */
  static void rememberNone() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }
}
