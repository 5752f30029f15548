package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /_port/{host}/{port}}: a TCP connection opens, at any of the host's addresses.
 * Thread-safe.
 */
public final class PortKind implements ProbeKind {
  private final Names names;
  private final Connector connector;

  public PortKind(Names names, Connector connector) {
    this.names = names;
    this.connector = connector;
  }

  @Override
  public String name() {
    return "port";
  }

  @Override
  public String usage() {
    return "/_port/{host}/{port}";
  }

  @Override
  public String example() {
    return "/_port/memcached/11211";
  }

  @Override
  public String about() {
    return "until a TCP connection opens";
  }

  @Override
  public Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException {
    if (segments.size() != 2 || segments.contains("")) {
      throw new MalformedProbeException(
          "a port is waited for with " + usage() + ", for example " + example());
    }
    Endpoint endpoint = Endpoint.parse(segments.get(0), segments.get(1), example());
    return attempt ->
        names.lookUp(
            endpoint.host(), attempt, addresses -> connectToAny(addresses, endpoint, attempt));
  }

  /** Tries all addresses at once; the first that opens decides. */
  private void connectToAny(InetAddress[] addresses, Endpoint endpoint, PendingAttempt attempt) {
    attempt.connects(endpoint.text());
    List<CompletableFuture<Void>> connects = new ArrayList<>();
    List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
    for (InetAddress address : addresses) {
      CompletableFuture<Void> connect =
          connector.connect(new InetSocketAddress(address, endpoint.port()), attempt.timeout());
      connects.add(connect);
      attempts.add(connect.handle((nothing, failure) -> judge(failure, attempt)));
    }
    Race.best(attempts).thenAccept(attempt::end);
    // However the attempt ends, nothing of it stays open.
    attempt.whenEnded(() -> connects.forEach(connect -> connect.cancel(false)));
  }

  private static Attempt judge(@Nullable Throwable failure, PendingAttempt attempt) {
    if (failure == null) {
      attempt.asks(); // What listens has taken the connection.
      return Attempt.succeeded();
    }
    return failure instanceof Connector.ConnectTimeoutException
        ? attempt.unanswered()
        : Failures.ofConnection(failure, attempt);
  }
}
