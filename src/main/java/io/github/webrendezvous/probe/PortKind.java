package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
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
  private final Deadline deadline;

  /**
   * @param timeout the longest that one attempt may take, look-up included
   */
  public PortKind(Names names, Connector connector, Clock clock, Duration timeout) {
    this.names = names;
    this.connector = connector;
    this.deadline = new Deadline(clock, timeout);
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
    return () -> attempt(endpoint.host(), endpoint.port());
  }

  private CompletableFuture<Attempt> attempt(Host host, int port) {
    PendingAttempt attempt = deadline.newAttempt();
    names
        .lookUp(host)
        .whenComplete(
            (addresses, failure) -> {
              if (failure != null) {
                attempt.complete(Failures.ofLookUp(host.text(), Names.causeOf(failure)));
              } else if (!attempt.isDone()) {
                attempt.begin();
                connectToAny(addresses, port, attempt);
              }
            });
    return attempt;
  }

  /** Tries all addresses at once; the first that opens decides. */
  private void connectToAny(InetAddress[] addresses, int port, PendingAttempt attempt) {
    List<CompletableFuture<Void>> connects = new ArrayList<>();
    List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
    for (InetAddress address : addresses) {
      CompletableFuture<Void> connect =
          connector.connect(new InetSocketAddress(address, port), deadline.timeout());
      connects.add(connect);
      attempts.add(connect.handle((nothing, failure) -> judge(failure)));
    }
    Race.best(attempts).thenAccept(attempt::complete);
    // However the attempt ends, nothing of it stays open.
    attempt.whenComplete((done, defect) -> connects.forEach(connect -> connect.cancel(false)));
  }

  private Attempt judge(@Nullable Throwable failure) {
    if (failure == null) {
      return Attempt.succeeded();
    }
    if (failure instanceof Connector.ConnectTimeoutException) {
      return Attempt.unanswered(deadline.inWords());
    }
    return Failures.ofConnection(failure, deadline.inWords());
  }
}
