package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code /_redis/{host}/{port}}: a Redis server answers PING. Thread-safe. */
public final class RedisKind implements ProbeKind {
  private static final Usage USAGE =
      new Usage("/_redis/{host}/{port}", "/_redis/cache/6379", "until a Redis server answers PING");

  private final Endpoints endpoints;
  private final BlockingCalls calls;

  public RedisKind(Endpoints endpoints, BlockingCalls calls) {
    this.endpoints = endpoints;
    this.calls = calls;
  }

  @Override
  public Usage usage() {
    return USAGE;
  }

  @Override
  public Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException, DeniedException {
    Endpoint endpoint = endpoints.parse(segments, USAGE);
    return attempt ->
        endpoints.lookUp(
            endpoint,
            attempt,
            addresses ->
                calls.run(
                    new BlockingAttempt(attempt) {
                      @Override
                      Attempt look() throws IOException {
                        return ping(connect(endpoint, addresses.get(0)));
                      }
                    }));
  }

  private static Attempt ping(Socket redis) throws IOException {
    redis.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] read = redis.getInputStream().readNBytes("+PONG\r\n".length());
    String answer = new String(read, StandardCharsets.US_ASCII);
    return answer.equals("+PONG\r\n")
        ? Attempt.succeeded()
        : Attempt.answered("answered " + ServerText.inOneLine(answer));
  }
}
