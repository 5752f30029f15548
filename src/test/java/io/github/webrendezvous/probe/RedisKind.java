package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code /_redis/{host}/{port}}: a Redis server answers PING. Thread-safe. */
public final class RedisKind implements ProbeKind {
  private static final Option WORD =
      new Option("answer", List.of("pong", "any"), "answer=any", "pong (default), or whatever");

  private final Names names;
  private final BlockingCalls calls;

  public RedisKind(Names names, BlockingCalls calls) {
    this.names = names;
    this.calls = calls;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String usage() {
    return "/_redis/{host}/{port}";
  }

  @Override
  public String example() {
    return "/_redis/cache/6379";
  }

  @Override
  public String about() {
    return "until a Redis server answers PING";
  }

  @Override
  public List<Option> options() {
    return List.of(WORD);
  }

  @Override
  public Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException {
    if (segments.size() != 2) {
      throw new MalformedProbeException("Redis is waited for with " + usage());
    }
    Endpoint endpoint = Endpoint.parse(segments.get(0), segments.get(1), example());
    String wanted = "any".equals(options.get(WORD.word())) ? "" : "+PONG";
    return attempt ->
        names.lookUp(
            endpoint.host(),
            attempt,
            addresses -> {
              attempt.waitsForThread();
              calls.run(new Ping(endpoint, addresses[0], wanted, attempt));
            });
  }

  /** One PING; blocks the thread that runs it until it is answered, or its socket is closed. */
  private record Ping(Endpoint endpoint, InetAddress address, String wanted, PendingAttempt attempt)
      implements BlockingCalls.Call {
    @Override
    public void run() {
      try (Socket socket = new Socket()) {
        attempt.whenEnded(() -> close(socket));
        attempt.connects(endpoint.text());
        socket.connect(new InetSocketAddress(address, endpoint.port()));
        attempt.asks();
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] said = socket.getInputStream().readNBytes("+PONG\r\n".length());
        String answer = new String(said, StandardCharsets.US_ASCII);
        attempt.end(
            !answer.isEmpty() && answer.startsWith(wanted)
                ? Attempt.succeeded()
                : Attempt.answered("answered " + ServerText.inOneLine(answer)));
      } catch (IOException e) {
        attempt.end(Failures.ofConnection(e, attempt));
      }
    }

    @Override
    public void cutShort() {
      attempt.end(Attempt.notMade("too many others that do not answer"));
    }

    private static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed all the same.
      }
    }
  }
}
