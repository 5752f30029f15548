package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.reactor.IOReactorShutdownException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /_http/{host}/{port}/{path…}}: a GET is answered with an expected status, at any address
 * of the host. Thread-safe.
 */
public final class HttpKind implements ProbeKind {
  private static final Usage USAGE =
      new Usage(
          "/_http/{host}/{port}/{path}",
          "/_http/api/8080/health",
          "until a GET is answered 200-399; no redirect is followed");

  private static final Option STATUS =
      Option.text("status", "200-299", "the expected status: 204, 200-299");
  private static final Option SCHEME =
      Option.oneOf(List.of("http", "https"), "scheme", "https", "default: http");
  private static final Option INSECURE =
      Option.flag("insecure", "with https: accept any certificate");

  // The characters that stay unencoded in a request target (RFC 3986, sections 3.3 and 3.4), and
  // the percent sign.
  private static final String UNENCODED = "-._~!$&'()*+,;=:@/?%";

  private final Endpoints endpoints;
  private final HttpExchanges exchanges;

  public HttpKind(Endpoints endpoints, HttpExchanges exchanges) {
    this.endpoints = endpoints;
    this.exchanges = exchanges;
  }

  @Override
  public Usage usage() {
    return USAGE;
  }

  @Override
  public List<Option> options() {
    return List.of(STATUS, SCHEME, INSECURE);
  }

  @Override
  public Probe parse(List<String> segments, Map<String, String> options)
      throws MalformedProbeException, DeniedException {
    String status = options.get(STATUS.word());
    Look look =
        new Look(
            endpoints.parse(segments, USAGE),
            encoded("/" + String.join("/", segments.subList(2, segments.size()))),
            status == null ? Statuses.NO_ERROR : Statuses.parse(status),
            "https".equals(options.get(SCHEME.word())),
            options.containsKey(INSECURE.word()));
    if (look.insecure() && !look.https()) {
      throw new MalformedProbeException(
          "?insecure applies to https only: write ?scheme=https&insecure");
    }
    return attempt ->
        endpoints.tryAll(
            look.endpoint(),
            attempt,
            address -> exchanges.status(look.at(address), look.target(), attempt),
            (answered, failure) -> judge(look.wanted(), answered, failure, attempt));
  }

  /** Encodes a target as in a URL; what is encoded already stays so. */
  static String encoded(String target) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : target.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNENCODED.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    // A percent sign that does not begin an escape is encoded.
    return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }

  /** The request and the expected status. */
  private record Look(
      Endpoint endpoint, String target, Statuses wanted, boolean https, boolean insecure) {
    HttpExchanges.Destination at(PermittedAddress address) {
      return new HttpExchanges.Destination(address, endpoint.host().name(), https, insecure);
    }
  }

  private static Attempt judge(
      Statuses wanted,
      @Nullable Integer status,
      @Nullable Throwable failure,
      PendingAttempt attempt) {
    if (status == null || failure != null) {
      return judge(Objects.requireNonNull(failure), attempt);
    }
    return wanted.contains(status)
        ? Attempt.succeeded()
        : Attempt.answered("answered " + status + ", not " + wanted.inWords());
  }

  private static Attempt judge(Throwable failure, PendingAttempt attempt) {
    if (failure instanceof IOReactorShutdownException) {
      return Attempt.notMade(Failures.inWords(failure));
    }
    if (failure instanceof WholeHeadParser.CutOffException) {
      return Attempt.answered("the connection was closed in the middle of the response head");
    }
    if (failure instanceof ConnectionClosedException) {
      return Attempt.answered("the connection was closed before a response came");
    }
    if (failure instanceof SSLException) {
      return Attempt.answered(TlsFailures.inWords(failure, "insecure accepts any"));
    }
    if (failure instanceof MessageConstraintException) {
      return Attempt.answered("the response head is too long: " + Failures.inWords(failure));
    }
    if (failure instanceof HttpException) {
      return Attempt.answered("the response is not HTTP: " + Failures.inWords(failure));
    }
    return Failures.ofConnection(failure, attempt);
  }
}
