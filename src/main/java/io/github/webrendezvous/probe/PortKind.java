package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /_port/{host}/{port}}: a TCP connection opens, at any of the host's addresses.
 * Thread-safe.
 */
public final class PortKind implements ProbeKind {
  private static final Usage USAGE =
      new Usage("/_port/{host}/{port}", "/_port/memcached/11211", "until a TCP connection opens");

  private final Endpoints endpoints;
  private final Connector connector;

  public PortKind(Endpoints endpoints, Connector connector) {
    this.endpoints = endpoints;
    this.connector = connector;
  }

  @Override
  public Usage usage() {
    return USAGE;
  }

  @Override
  public Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException, DeniedException {
    if (segments.size() != 2) {
      throw USAGE.expected();
    }
    Endpoint endpoint = endpoints.parse(segments, USAGE);
    return attempt ->
        endpoints.tryAll(
            endpoint,
            attempt,
            address -> connector.connect(address, attempt.timeout()),
            (nothing, failure) -> judge(failure, attempt));
  }

  private static Attempt judge(@Nullable Throwable failure, PendingAttempt attempt) {
    if (failure == null) {
      attempt.asks(); // The server has accepted the connection.
      return Attempt.succeeded();
    }
    return failure instanceof Connector.ConnectTimeoutException
        ? attempt.unanswered()
        : Failures.ofConnection(failure, attempt);
  }
}
