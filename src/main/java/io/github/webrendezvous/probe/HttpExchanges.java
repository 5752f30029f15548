package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Clock;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncRequester;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandlerFactory;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.reactor.EndpointParameters;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends GET requests, each on its own connection, and returns the status as soon as the response
 * head is complete: any number at the same time on one thread, which is started for the first of
 * them. It follows no redirects and keeps no state. A small body is read to its end before the
 * connection is closed, as simple servers report an error otherwise. Thread-safe.
 */
public final class HttpExchanges implements AutoCloseable {
  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setMaxLineLength(WholeHeadParser.MOST_BYTES)
          .setMaxHeaderCount(1_000)
          .setInitialWindowSize(HttpExchange.LARGEST_BODY)
          .build();

  /**
   * The destination of a request.
   *
   * @param address to connect to
   * @param host the name that is sent to the server, and that its certificate must have
   * @param insecure whether to accept any certificate
   */
  record Destination(PermittedAddress address, String host, boolean https, boolean insecure) {
    private HttpHost endpoint() {
      return new HttpHost(https ? "https" : "http", address.address(), host, address.port());
    }

    private URIAuthority authority() {
      int port = address.port();
      return new URIAuthority(host, port == (https ? 443 : 80) ? -1 : port);
    }
  }

  /** Makes and starts the requester that runs the exchanges. */
  interface Start {
    HttpAsyncRequester start();
  }

  private final Clock clock;
  private final Executor starter;
  private final Start start;

  @GuardedBy("this")
  private @Nullable CompletableFuture<HttpAsyncRequester> requester;

  @GuardedBy("this")
  private boolean closed;

  /**
   * Trusts the certificates that the system trusts.
   *
   * @param starter where it is started
   */
  public HttpExchanges(Clock clock, Executor starter) {
    this(clock, starter, ProbeTls::trustedByTheSystem);
  }

  HttpExchanges(Clock clock, Executor starter, ProbeTls.Trust trust) {
    this(clock, starter, () -> start(trust));
  }

  HttpExchanges(Clock clock, Executor starter, Start start) {
    this.clock = clock;
    this.starter = starter;
    this.start = start;
  }

  /**
   * Sends a request and returns the status of its response. Fails with the error of the system or
   * the library. Cancelling it closes the connection.
   *
   * @param target of the request, encoded (RFC 9112, section 3.2.1)
   * @param attempt is told the progress; its end does not end the request
   */
  CompletableFuture<Integer> status(
      Destination destination, String target, PendingAttempt attempt) {
    HttpExchange exchange = new HttpExchange(request(destination, target), attempt, clock);
    HttpHost endpoint = destination.endpoint();
    CompletableFuture<HttpAsyncRequester> started;
    try {
      started = started();
    } catch (Throwable e) { // No thread could be started; the next attempt tries again.
      return CompletableFuture.failedFuture(new NoSocketException(new IOException(e)));
    }
    started
        .thenAccept(
            running -> {
              Future<IOSession> connecting =
                  running.requestSession(
                      endpoint,
                      Timeout.of(attempt.timeout()),
                      new EndpointParameters(
                          endpoint, new ProbeTls.Wanted(destination.insecure(), attempt)),
                      exchange);
              exchange.result().whenComplete((status, failure) -> connecting.cancel(true));
            })
        .exceptionally(
            failure -> {
              exchange.result().completeExceptionally(Names.causeOf(failure));
              return null;
            });
    return exchange.result();
  }

  private static HttpRequest request(Destination destination, String target) {
    BasicHttpRequest request = new BasicHttpRequest(Method.GET, target);
    request.setScheme(destination.https() ? "https" : "http");
    request.setAuthority(destination.authority());
    request.setHeader(HttpHeaders.ACCEPT, "*/*");
    request.setHeader(HttpHeaders.USER_AGENT, "web-rendezvous");
    request.setHeader(HttpHeaders.CONNECTION, "close");
    return request;
  }

  /** Starts it for the first request, on another thread, as that takes a while. */
  private synchronized CompletableFuture<HttpAsyncRequester> started() {
    if (closed) {
      return CompletableFuture.failedFuture(
          new NoSocketException(new IOException("shutting down")));
    }
    CompletableFuture<HttpAsyncRequester> running = requester;
    if (running == null || hasFailed(running)) {
      running = CompletableFuture.supplyAsync(start::start, starter);
      requester = running;
    }
    return running;
  }

  /** Whether it did not start, perhaps for want of a socket, or has failed since. */
  private static boolean hasFailed(CompletableFuture<HttpAsyncRequester> started) {
    return started.isCompletedExceptionally()
        || (started.isDone() && started.join().getStatus() != IOReactorStatus.ACTIVE);
  }

  private static HttpAsyncRequester start(ProbeTls.Trust trust) {
    ProbeTls tls = new ProbeTls(trust);
    ClientHttp1StreamDuplexerFactory protocol =
        new ClientHttp1StreamDuplexerFactory(
            HttpProcessors.client(),
            BOUNDS,
            CharCodingConfig.DEFAULT,
            null,
            () -> new WholeHeadParser(BOUNDS),
            null,
            null);
    HttpAsyncRequester fresh =
        new HttpAsyncRequester(
            IOReactorConfig.custom().setIoThreadCount(1).build(),
            new ClientHttp1IOEventHandlerFactory(protocol, tls, null),
            null,
            null,
            null,
            new StrictConnPool<>(1, 1), // Without connections: each request opens its own.
            tls,
            null,
            null,
            null);
    fresh.start();
    return fresh;
  }

  /** Closes all connections and ends the thread; running requests may never be completed. */
  @Override
  public void close() {
    CompletableFuture<HttpAsyncRequester> running;
    synchronized (this) {
      closed = true;
      running = requester;
    }
    if (running != null) {
      running.thenAccept(HttpExchanges::end).exceptionally(neverStarted -> null).join();
    }
  }

  private static void end(HttpAsyncRequester running) {
    running.close(CloseMode.IMMEDIATE);
    try {
      running.awaitShutdown(TimeValue.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
