package io.github.webrendezvous.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.Departure;
import io.github.webrendezvous.http.Answer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request whose wait begins as soon as the signals are current. What the container and the server
 * report of the request goes to its {@link ParkedRequest} from then on. Thread-safe.
 */
final class ArrivingRequest implements AsyncListener {
  private static final Logger LOG = System.getLogger(ArrivingRequest.class.getName());

  private final AsyncContext async;
  private final AnswerSender.Parked answering;
  private final Supplier<ParkedRequest> begin;

  /** Null until the wait has begun. */
  @GuardedBy("this")
  private @Nullable ParkedRequest parked;

  /** Whether the request has ended before its wait began. */
  @GuardedBy("this")
  private boolean ended;

  /**
   * @param begin begins the wait
   */
  ArrivingRequest(
      AsyncContext async, AnswerSender.Parked answering, Supplier<ParkedRequest> begin) {
    this.async = async;
    this.answering = answering;
    this.begin = begin;
  }

  /**
   * Begins the wait as soon as the signals are current.
   *
   * @param longest how long the request may last
   */
  void arrive(CompletableFuture<?> current, Duration longest) {
    async.setTimeout(longest.toMillis());
    async.addListener(this);
    Departure.whenGone(async, this::clientGone);
    current.whenComplete((done, failure) -> arrived(failure));
  }

  private void arrived(@Nullable Throwable failure) {
    try {
      if (failure == null) {
        begin();
      } else if (end()) {
        answering.send(AnswerSender.failed(failure));
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Logger.Level.DEBUG, "The client disconnected before the response was sent", e);
      answering.complete();
    } catch (Throwable e) {
      ((HttpServletResponse) async.getResponse()).setStatus(500);
      answering.complete();
      throw e;
    }
  }

  private void begin() {
    ParkedRequest begun;
    synchronized (this) {
      if (ended) {
        return;
      }
      begun = begin.get();
      parked = begun;
    }
    begun.attend();
  }

  /** Ends the request, unless it has ended or its wait has begun. */
  private synchronized boolean end() {
    boolean ends = !ended && parked == null;
    ended = ended || ends;
    return ends;
  }

  private synchronized @Nullable ParkedRequest parked() {
    return parked;
  }

  private void clientGone() {
    ParkedRequest begun = end() ? null : parked();
    if (begun != null) {
      begun.clientGone();
    } else {
      answering.complete();
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    ParkedRequest begun = end() ? null : parked();
    if (begun != null) {
      begun.onTimeout(event);
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    ParkedRequest begun = end() ? null : parked();
    if (begun != null) {
      begun.onError(event);
    } else {
      try {
        answering.sendLast(Answer.error(503, "Shutting down").retryLater());
      } catch (IOException | IllegalStateException e) {
        LOG.log(Logger.Level.DEBUG, "The client disconnected before the response was sent", e);
      }
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    ParkedRequest begun = end() ? null : parked();
    if (begun != null) {
      begun.onComplete(event);
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // The request is never dispatched again.
  }
}
