package io.github.webrendezvous.probe;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Explains failures of TLS: what is wrong, and what helps. */
final class TlsFailures {
  private TlsFailures() {}

  /**
   * The reason of a failed handshake, on one line.
   *
   * @param remedy what helps if a certificate is not trusted, besides Java's trust store
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
