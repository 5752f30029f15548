package io.github.webrendezvous.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The requests to wait and to signal, as bytes. Stateless. */
enum Protocol {
  /** {@code GET} and {@code PUT}, with responses of known length. */
  HTTP {
    @Override
    byte[] wait(String name) {
      return bytes("GET /" + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    @Override
    byte[] signal(String name) {
      return bytes("PUT /" + name + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    }

    @Override
    boolean isWhole(byte[] read, int length) {
      int head = after("\r\n\r\n", read, length);
      if (head < 0) {
        return false;
      }
      int at = after("ontent-", read, head);
      while (at >= 0 && read[at] != 'L' && read[at] != 'l') {
        at = after("ontent-", read, at, head);
      }
      if (at < 0) {
        return after("0\r\n\r\n", read, head, length) >= 0; // In chunks.
      }
      int body = 0;
      for (int i = at + "Length: ".length(); read[i] >= '0' && read[i] <= '9'; i++) {
        body = body * 10 + read[i] - '0';
      }
      return length >= head + body;
    }

    @Override
    boolean isGood(byte[] read) {
      return read[9] == '2';
    }
  },

  /** Redis: {@code BLPOP} and {@code RPUSH}. */
  REDIS {
    @Override
    byte[] wait(String name) {
      return bytes("BLPOP " + name + " 0\r\n");
    }

    @Override
    byte[] signal(String name) {
      return bytes("RPUSH " + name + " ok\r\n");
    }

    @Override
    boolean isWhole(byte[] read, int length) {
      return length > 2 && read[length - 1] == '\n' && (read[0] == ':' || read[length - 3] == 'k');
    }

    @Override
    boolean isGood(byte[] read) {
      return read[0] != '-';
    }
  },

  /** etcd's gateway from JSON to gRPC: a watch, and a put. */
  ETCD {
    @Override
    byte[] wait(String name) {
      return post("/v3/watch", "{\"create_request\":{\"key\":\"" + base64(name) + "\"}}");
    }

    @Override
    byte[] signal(String name) {
      return post("/v3/kv/put", "{\"key\":\"" + base64(name) + "\",\"value\":\"b2s=\"}");
    }

    private static byte[] post(String path, String json) {
      return bytes(
          ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
              + ("Content-Length: " + json.length() + "\r\n\r\n" + json));
    }

    private static String base64(String name) {
      return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    boolean isWhole(byte[] read, int length) {
      return after("\"events\"", read, length) >= 0
          || (HTTP.isWhole(read, length) && after("chunked", read, length) < 0);
    }

    @Override
    boolean isGood(byte[] read) {
      // Later events of a watch have no head.
      return HTTP.isGood(read) || after("\"events\"", read, read.length) >= 0;
    }

    @Override
    boolean endsAnswers() {
      return false;
    }
  };

  /** A request for the home page, in HTTP. */
  byte[] home() {
    return bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** A request for the home page as its script sends it, in HTTP. */
  byte[] page() {
    return bytes(
        "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nX-Rendezvous-Page: 1\r\n\r\n");
  }

  /** A request for a stream of changes, in HTTP. */
  byte[] changes() {
    return bytes(
        "GET /_events?changes HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
  }

  /** A request to wait. */
  abstract byte[] wait(String name);

  /** A request to signal. */
  abstract byte[] signal(String name);

  /** Whether this is a complete response. */
  abstract boolean isWhole(byte[] read, int length);

  /** Whether a response is a success. */
  abstract boolean isGood(byte[] read);

  /** Whether the connection can be used again after a wait. */
  boolean endsAnswers() {
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int after(String what, byte[] in, int to) {
    return after(what, in, 0, to);
  }

  /** The end of a text; -1 if it is not found. */
  private static int after(String what, byte[] in, int from, int to) {
    for (int start = from; start + what.length() <= to; start++) {
      int same = 0;
      while (same < what.length() && in[start + same] == what.charAt(same)) {
        same++;
      }
      if (same == what.length()) {
        return start + same;
      }
    }
    return -1;
  }
}
