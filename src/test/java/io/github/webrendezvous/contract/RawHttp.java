package io.github.webrendezvous.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends bytes exactly as written, for requests that no HTTP client would send. */
final class RawHttp {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawHttp() {}

  /** An answer as it came over the wire. */
  record Answer(String text) {
    int status() {
      return Integer.parseInt(text.split(" ", 3)[1]);
    }

    String head() {
      return text.substring(0, text.indexOf("\r\n\r\n"));
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  /** Sends an HTTP/1.1 request and reads until the server closes the connection. */
  static Answer send(URI server, String method, String pathBelow, String... headers)
      throws IOException {
    return exchange(server, request(server, method, pathBelow, headers));
  }

  /** A request with a Host header and Connection: close. */
  static String request(URI server, String method, String pathBelow, String... headers) {
    StringBuilder request =
        new StringBuilder(method + " " + server.getRawPath() + pathBelow + " HTTP/1.1\r\n");
    request.append("Host: " + server.getAuthority() + "\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request.append("\r\n").toString();
  }

  /** Sends bytes, one for each char, and reads until the server closes the connection. */
  static Answer exchange(URI server, String bytes) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return new Answer(answer.toString(StandardCharsets.UTF_8));
    }
  }

  /** Sends a part of a request and closes the connection without reading. */
  static void breakOff(URI server, String bytes) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
