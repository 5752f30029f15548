package io.github.webrendezvous.probe;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** What failures of TLS tell people: what is wrong, and what helps. */
final class TlsFailures {
  private TlsFailures() {}

  /**
   * What a handshake failed with, on one line.
   *
   * @param remedy for a certificate that is not accepted, besides the trust store of Java
   */
  static String inWords(Throwable failure, String remedy) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return "TLS: the certificate is not trusted: add its issuer to Java's trust store ("
            + remedy
            + ")";
      }
      if (cause instanceof CertificateExpiredException) {
        return "TLS: the certificate has expired (" + remedy + ")";
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "TLS: the certificate is not valid yet (" + remedy + ")";
      }
    }
    String words = "TLS: " + ServerText.inOneLine(String.valueOf(failure.getMessage()));
    if (words.contains("Unsupported or unrecognized SSL message")) {
      return "TLS: the server does not speak TLS on this port";
    }
    return failure.getCause() instanceof CertificateException ? words + " (" + remedy + ")" : words;
  }
}
