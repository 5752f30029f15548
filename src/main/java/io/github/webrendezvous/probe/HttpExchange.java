package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;

/**
 * One request and its response: the status as soon as the head is complete, then the body, if it is
 * small and arrives soon. Thread-safe.
 */
final class HttpExchange implements FutureCallback<IOSession>, AsyncClientExchangeHandler {
  /** The most bytes of a body that are read. */
  static final int LARGEST_BODY = 64 * 1_024;

  /** The longest that a connection stays open after the status is known. */
  private static final Duration LONGEST_OPEN = Duration.ofSeconds(1);

  private final HttpRequest request;
  private final PendingAttempt attempt;
  private final Clock clock;
  private final CompletableFuture<Integer> result = new CompletableFuture<>();

  /**
   * Completed when nothing more is expected from the server, with the way to close the connection.
   */
  private final CompletableFuture<CloseMode> enough = new CompletableFuture<>();

  HttpExchange(HttpRequest request, PendingAttempt attempt, Clock clock) {
    this.request = request;
    this.attempt = attempt;
    this.clock = clock;
    result.whenComplete(
        (status, failure) -> {
          if (failure != null) {
            enough.complete(CloseMode.IMMEDIATE);
          }
        });
  }

  /**
   * The status; fails with what the system or the library says. Cancelling it closes the
   * connection.
   */
  CompletableFuture<Integer> result() {
    return result;
  }

  /** The connection is open, with TLS if it is used. */
  @Override
  public void completed(IOSession session) {
    attempt.asks();
    enough.thenAccept(session::close);
    // A body may never end, and a server may not close TLS properly.
    result.thenAccept(
        status -> clock.after(LONGEST_OPEN, () -> session.close(CloseMode.IMMEDIATE)));
    session.enqueue(
        new RequestExecutionCommand(this, HttpCoreContext.create()), Command.Priority.NORMAL);
  }

  @Override
  public void failed(Exception cause) {
    result.completeExceptionally(cause);
  }

  @Override
  public void cancelled() {
    failed(new ConnectionClosedException());
  }

  @Override
  public void cancel() {
    failed(new ConnectionClosedException());
  }

  @Override
  public void releaseResources() {
    failed(new ConnectionClosedException());
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    channel.sendRequest(request, null, context);
  }

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails entity, HttpContext context) {
    result.complete(response.getCode());
    if (entity == null) {
      enough.complete(CloseMode.GRACEFUL);
    } else if (entity.getContentLength() > LARGEST_BODY) {
      enough.complete(CloseMode.IMMEDIATE);
    }
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {
    // The response is still to come, unless the server changes to another protocol.
    if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
      result.complete(response.getCode());
      enough.complete(CloseMode.IMMEDIATE);
    }
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void produce(DataStreamChannel channel) {
    // There is no body.
  }

  @Override
  public void updateCapacity(CapacityChannel channel) {
    enough.complete(CloseMode.IMMEDIATE); // The limit of the body is reached.
  }

  @Override
  public void consume(ByteBuffer body) {
    // Only the status is needed.
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    enough.complete(CloseMode.GRACEFUL);
  }
}
