package io.github.webrendezvous.launch;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests that a fuzzer makes to the running application, over a socket. Jazzer runs it in a
 * process of its own; see {@code FuzzIT}.
 */
public final class RequestFuzz {
  /** A frame of a stack trace, also in JSON; the word alone can be a part of the request. */
  private static final Pattern FRAME = Pattern.compile("(?:\\t|\\\\t| )at [a-z]+[\\w.$/]+\\(");

  private static final Pattern STREAM =
      Pattern.compile("\\r\\nContent-Type: (?:text/event-stream|application/x-ndjson)");

  /** No request lasts longer, also on a busy machine. */
  private static final int TOO_LONG_MILLIS = 60_000;

  /** How long a stream is read after its last byte. */
  private static final int STREAM_MILLIS = 20;

  private static final String TOKEN = "0123456789abcdef";

  /** Parts of real requests, so that the fuzzer finds the branches behind them. */
  private static final String[] METHODS = {
    "GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "get", "PATCH", "TRACE", "CONNECT", "\u00e4"
  };

  private static final String[] PATHS = {
    "/",
    "/abc",
    "/abc/*",
    "/*?all",
    "/_all?of=abc&of=",
    "/_any?of=abc&of=",
    "/_port/127.0.0.1/1",
    "/_port/[::1]/1?until=closed",
    "/_http/127.0.0.1/1/",
    "/_postgres/db?table=",
    "/_health/live?verbose",
    "/_metrics",
    "/_help",
    "/_openapi.json",
    "/_assets/page.css",
    "/_sign-in",
    "http://localhost/abc",
    "*",
    "/_status",
    "/_why",
    "/_why/abc?all",
    "/_events?key=abc/*&as=",
    "/_timeline?since=",
    "/_timeline.svg?key=abc/*",
    "/_timeline.txt?since=1s&key=",
    "/_timeline.json",
    "/_timeline.trace.json",
    "/_timeline.gantt.mmd",
    "/_timeline.sequence.mmd",
    "/abc?will-signal=abd&as=abc",
    "/abd?will-signal=abc&as=",
    "/abc?id=1&count=2&ttl=1h"
  };

  private static final String[] HEADERS = {
    "Accept: text/html",
    "Accept: application/problem+json",
    "Accept: text/event-stream",
    "Accept: application/x-ndjson",
    "Authorization: Bearer " + TOKEN,
    "Content-Type: text/plain;charset=",
    "Content-Type: application/x-www-form-urlencoded",
    "Cookie: rendezvous-page=",
    "Expect: 100-continue",
    "If-None-Match: *",
    "Last-Event-ID: ",
    "Prefer: wait=0",
    "Sec-Fetch-Site: cross-site",
    "Transfer-Encoding: chunked",
    "Content-Length: 5",
    "Upgrade: h2c",
    "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "X-Forwarded-For: 1.2.3.4",
    "X-Rendezvous-Page: "
  };

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

  /** Without resets, the lists of keys would grow, and requests would take longer and longer. */
  private static final int REQUESTS_UNTIL_RESET = 100;

  private static final byte[] RESET =
      """
      DELETE /*?all HTTP/1.1
      Host: localhost
      Connection: close
      Authorization: Bearer %s

      """
          .formatted(TOKEN)
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private static int port;

  private static int requests;

  private RequestFuzz() {}

  /** Starts the application; called once by Jazzer. */
  public static void fuzzerInitialize() throws Exception {
    // The probes connect, but to this machine only.
    BugDetectors.allowNetworkConnections((host, to) -> true);
    Map<String, String> settings = new HashMap<>();
    settings.put("RENDEZVOUS_TIMEOUT", "1ms");
    settings.put("RENDEZVOUS_MAX_TIMEOUT", "1ms");
    settings.put("RENDEZVOUS_PROBE_ALLOW", "127.0.0.0/8, ::1");
    // Each request for the page or the timeline reads all keys and targets, and the whole journal.
    // A reset forgets no targets.
    settings.put("RENDEZVOUS_MAX_KEYS", "200");
    settings.put("RENDEZVOUS_JOURNAL_LENGTH", "200");
    if (Boolean.getBoolean("fuzz.tokens")) {
      settings.put("RENDEZVOUS_TOKEN", TOKEN);
    }
    Logger.getLogger("").setLevel(Level.WARNING);
    port =
        EmbeddedServer.start(
            CommandLine.parse(
                new String[] {"--host=127.0.0.1", "--port=0", "--keepHalfClosed"}, settings));
  }

  /** Sends one request, and fails if the response breaks a promise. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    requests++;
    if (requests == REQUESTS_UNTIL_RESET) {
      requests = 0;
      String reset = exchange(RESET);
      check(reset.startsWith("HTTP/1.1 200 "), "no reset", RESET, reset);
    }
    byte[] request = request(data);
    String response = exchange(request);
    if (response.isEmpty()) {
      return; // The server does not answer what is not a request: an empty or cut one.
    }
    Matcher status = STATUS.matcher(response);
    check(status.lookingAt(), "no status line", request, response);
    int code = Integer.parseInt(status.group(1));
    check(code < 500 || code == 501 || code == 503 || code == 505, "5xx", request, response);
    check(code != 503 || response.contains("\r\nRetry-After: "), "503 alone", request, response);
    check(!FRAME.matcher(response).find(), "a stack trace", request, response);
    if (code >= 400 && !response.contains("text/html")) {
      boolean head = response.endsWith("\r\n\r\n");
      check(
          head || response.contains("\"error\":\"") || response.contains("\"ok\":"),
          "a rejection without words",
          request,
          response);
    }
  }

  /** Either bytes as they are, or a request with parts that are. */
  private static byte[] request(FuzzedDataProvider data) {
    if (data.consumeInt(0, 9) == 0) {
      return data.consumeRemainingAsBytes();
    }
    StringBuilder request = new StringBuilder(data.pickValue(METHODS)).append(' ');
    request.append(data.pickValue(PATHS)).append(data.consumeString(data.consumeInt(0, 60)));
    request.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (int headers = data.consumeInt(0, 3); headers > 0; headers--) {
      request.append(data.pickValue(HEADERS)).append(data.consumeString(data.consumeInt(0, 20)));
      request.append("\r\n");
    }
    boolean announced = data.consumeBoolean();
    byte[] body = data.consumeRemainingAsBytes();
    if (announced) {
      request.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  /**
   * The response; empty if the server closes the connection without one. Of a stream of events,
   * which does not end, its beginning.
   */
  private static String exchange(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TOO_LONG_MILLIS);
      socket.setTcpNoDelay(true);
      ByteArrayOutputStream response = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
        read(socket, response);
      } catch (SocketTimeoutException e) {
        if (!STREAM.matcher(text(response)).find()) {
          throw new IllegalStateException(
              "a hang: %s\nThreads:\n%s".formatted(shown(request), threads()), e);
        }
      } catch (SocketException e) {
        // Reset, as the server has not read the rest of the request.
      }
      return text(response);
    }
  }

  private static void read(Socket socket, ByteArrayOutputStream response) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read != -1; read = in.read(buffer)) {
      boolean first = response.size() == 0;
      response.write(buffer, 0, read);
      if (first && STREAM.matcher(text(response)).find()) {
        socket.setSoTimeout(STREAM_MILLIS);
      }
    }
  }

  private static String text(ByteArrayOutputStream response) {
    return response.toString(StandardCharsets.ISO_8859_1);
  }

  private static void check(boolean holds, String what, byte[] request, String response) {
    if (!holds) {
      throw new IllegalStateException(what + ": " + shown(request) + "\nanswered\n" + response);
    }
  }

  /** The stack of each thread, including those of the server, which runs in this process. */
  private static String threads() {
    StringBuilder all = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              all.append(thread).append('\n');
              for (StackTraceElement frame : frames) {
                all.append("  ").append(frame).append('\n');
              }
            });
    return all.toString();
  }

  private static String shown(byte[] request) {
    return new String(request, StandardCharsets.ISO_8859_1);
  }
}
