package io.github.webrendezvous.probe;

import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * Sends the host name in TLS handshakes (SNI, RFC 6066, section 3). By default, the JDK sends only
 * names with a dot, and services in Compose and Kubernetes often have none.
 */
final class ServerName {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private ServerName() {}

  /**
   * Makes a handshake send the host name. Addresses are not sent, nor are names with an underscore:
   * host names in TLS have only letters, digits and hyphens, and servers written in Java reject
   * others.
   */
  static void tell(String host, SSLParameters parameters) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (!ADDRESS.matcher(name).matches() && name.indexOf('_') < 0) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
  }
}
