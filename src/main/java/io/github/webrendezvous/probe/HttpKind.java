package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.reactor.IOReactorShutdownException;

/**
 * {@code /_http/{host}/{port}/{path…}}: a GET is answered with a status of the wanted range, at any
 * of the host's addresses. Thread-safe.
 */
public final class HttpKind implements ProbeKind {
  private static final Option STATUS =
      new Option("status", "status=200-299", "the status that is wanted: 204, 200-299");
  private static final Option SCHEME =
      new Option("scheme", List.of("http", "https"), "scheme=https", "http if it is not there");
  private static final Option INSECURE =
      new Option("insecure", "insecure", "with https: whatever the certificate");

  // What a request target holds unencoded (RFC 3986, sections 3.3 and 3.4), with the percent sign.
  private static final String UNENCODED = "-._~!$&'()*+,;=:@/?%";

  private final Names names;
  private final HttpExchanges exchanges;

  public HttpKind(Names names, HttpExchanges exchanges) {
    this.names = names;
    this.exchanges = exchanges;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String usage() {
    return "/_http/{host}/{port}/{path}";
  }

  @Override
  public String example() {
    return "/_http/api/8080/health";
  }

  @Override
  public String about() {
    return "until a GET is answered 200-399; no redirect is followed";
  }

  @Override
  public List<Option> options() {
    return List.of(STATUS, SCHEME, INSECURE);
  }

  @Override
  public Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException {
    if (segments.size() < 2 || segments.get(1).isEmpty()) {
      throw new MalformedProbeException(
          "a URL is waited for with " + usage() + ", for example " + example());
    }
    String status = options.get(STATUS.word());
    Look look =
        new Look(
            Endpoint.parse(segments.get(0), segments.get(1), example()),
            encoded("/" + String.join("/", segments.subList(2, segments.size()))),
            status == null ? Statuses.NO_ERROR : Statuses.parse(status),
            "https".equals(options.get(SCHEME.word())),
            options.containsKey(INSECURE.word()));
    if (look.insecure() && !look.https()) {
      throw new MalformedProbeException(
          "?insecure is about a certificate: write ?scheme=https&insecure");
    }
    return attempt ->
        names.lookUp(
            look.endpoint().host(), attempt, addresses -> askAny(look, addresses, attempt));
  }

  /** A target as a URL has it: what is encoded already stays so. */
  static String encoded(String target) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : target.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNENCODED.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    // A percent sign that begins no escape stands for itself.
    return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }

  /** What is asked for, and what is wanted. */
  private record Look(
      Endpoint endpoint, String target, Statuses wanted, boolean https, boolean insecure) {
    HttpExchanges.Destination at(InetAddress address) {
      return new HttpExchanges.Destination(
          address, endpoint.host().name(), endpoint.port(), https, insecure);
    }
  }

  /** Asks all addresses at once; one that answers as is wanted is enough. */
  private void askAny(Look look, InetAddress[] addresses, PendingAttempt attempt) {
    attempt.connects(look.endpoint().text());
    List<CompletableFuture<Integer>> asked = new ArrayList<>();
    List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
    for (InetAddress address : addresses) {
      CompletableFuture<Integer> status =
          exchanges.status(look.at(address), look.target(), attempt);
      asked.add(status);
      attempts.add(
          status.handle(
              (code, failure) ->
                  failure == null
                      ? judge(code, look.wanted())
                      : judge(Names.causeOf(failure), attempt)));
    }
    Race.best(attempts).thenAccept(attempt::end);
    // However the attempt ends, nothing of it stays open.
    attempt.whenEnded(() -> asked.forEach(each -> each.cancel(false)));
  }

  private static Attempt judge(int status, Statuses wanted) {
    return wanted.contains(status)
        ? Attempt.succeeded()
        : Attempt.answered("answered " + status + ", not " + wanted.inWords());
  }

  private static Attempt judge(Throwable failure, PendingAttempt attempt) {
    if (failure instanceof IOReactorShutdownException) {
      return Attempt.notMade(Failures.inWords(failure));
    }
    if (failure instanceof WholeHeadParser.CutOffException) {
      return Attempt.answered("the connection was closed in the middle of the answer's head");
    }
    if (failure instanceof ConnectionClosedException) {
      return Attempt.answered("the connection was closed before an answer came");
    }
    if (failure instanceof SSLException) {
      return Attempt.answered(TlsFailures.inWords(failure, "insecure accepts any"));
    }
    if (failure instanceof MessageConstraintException) {
      return Attempt.answered("the head of the answer is too long: " + Failures.inWords(failure));
    }
    if (failure instanceof HttpException) {
      return Attempt.answered("the answer is no HTTP: " + Failures.inWords(failure));
    }
    return Failures.ofConnection(failure, attempt);
  }
}
