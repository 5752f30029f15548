package io.github.webrendezvous.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;

/** Names this node among others. */
final class NodeName {
  private NodeName() {}

  /** The name of the host, and a random part: several nodes can run on one host. */
  static String own() {
    String random = Integer.toHexString(0x10000 | new SecureRandom().nextInt(0x10000)).substring(1);
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + random;
    } catch (UnknownHostException e) {
      return "node-" + random;
    }
  }
}
