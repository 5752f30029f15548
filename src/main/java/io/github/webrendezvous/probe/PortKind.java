package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

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
                attempt.complete(judge(host, Names.causeOf(failure)));
              } else if (!attempt.isDone()) {
                attempt.begin();
                connectToAny(host, addresses, port, attempt);
              }
            });
    return attempt;
  }

  /** Tries all addresses at once; the first that opens decides, else the last that fails. */
  private void connectToAny(Host host, InetAddress[] addresses, int port, PendingAttempt attempt) {
    List<CompletableFuture<Void>> connects = new ArrayList<>();
    for (InetAddress address : addresses) {
      connects.add(connector.connect(new InetSocketAddress(address, port), deadline.timeout()));
    }
    Race.firstToSucceed(connects)
        .whenComplete(
            (nothing, failure) ->
                attempt.complete(failure == null ? Attempt.succeeded() : judge(host, failure)));
    // However the attempt ends, nothing of it stays open.
    attempt.whenComplete((done, defect) -> connects.forEach(connect -> connect.cancel(false)));
  }

  private Attempt judge(Host host, Throwable failure) {
    if (failure instanceof UnknownHostException) {
      return Attempt.failed("unknown host \"" + host.text() + "\"");
    }
    if (failure instanceof Connector.ConnectTimeoutException) {
      return Attempt.failed(deadline.inWords());
    }
    String said = failure.getMessage();
    String words = said == null ? "no connection" : said.toLowerCase(Locale.ROOT);
    boolean told = failure instanceof IOException && !NoSocketException.isMeantBy(failure);
    return told ? Attempt.failed(words) : Attempt.notMade(words);
  }
}
