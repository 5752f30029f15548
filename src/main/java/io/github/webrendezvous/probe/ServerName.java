package io.github.webrendezvous.probe;

import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * The name of a host as TLS tells it to a server (RFC 6066, section 3). By itself, the JDK tells
 * only names with a dot, and neither Compose nor Kubernetes gives services such names.
 */
final class ServerName {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private ServerName() {}

  /**
   * Has a handshake tell the server the name of its host. An address is not told, and neither is a
   * name with an underscore: TLS has host names of letters, digits and hyphens, and servers written
   * in Java refuse a handshake with any other.
   */
  static void tell(String host, SSLParameters parameters) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (!ADDRESS.matcher(name).matches() && name.indexOf('_') < 0) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
  }
}
