package io.github.webrendezvous.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Wait;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of one wait: answers when the wait is settled, and settles it when the container
 * says that the request has ended. Thread-safe.
 */
final class ParkedRequest implements Wait.Continuation, AsyncListener {
  private static final Logger LOG = System.getLogger(ParkedRequest.class.getName());

  // The deadline is the registry's; the container's comes only if that one was lost, and is looked
  // at once a second.
  private static final Duration CONTAINER_MARGIN = Duration.ofSeconds(5);

  private static final Duration TO_ANSWER = Duration.ofSeconds(5);

  private final Registry registry;
  private final AsyncContext async;

  @GuardedBy("this")
  private boolean answered;

  /** Known to the container's threads once the wait is parked; null for the moment before. */
  private volatile @Nullable Wait wait;

  ParkedRequest(Registry registry, AsyncContext async) {
    this.registry = registry;
    this.async = async;
  }

  /** Asks the container to tell of an error, or of a deadline that nobody else has met. */
  void guard(Duration timeout) {
    async.setTimeout(timeout.plus(CONTAINER_MARGIN).toMillis());
    async.addListener(this);
  }

  void parkedAs(Wait parked) {
    wait = parked;
  }

  @Override
  public void settled(Wait settled, Outcome outcome) {
    answer(settled);
  }

  /** Sends what a settled wait came to. */
  void answer(Wait settled) {
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    if (settled.outcome() instanceof Outcome.Gone) {
      return; // The container is ending the request itself.
    }
    try {
      WaitAnswers.of(settled).write(response);
    } catch (IOException | IllegalStateException e) {
      LOG.log(Logger.Level.DEBUG, "The client went away before it was answered", e);
    }
    complete();
    synchronized (this) {
      answered = true;
      notifyAll();
    }
  }

  private void complete() {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      LOG.log(Logger.Level.DEBUG, "The container has ended the request itself", e);
    }
  }

  /**
   * The deadline was lost. Returns only when it is answered, as the container then takes the
   * request back.
   */
  @Override
  public void onTimeout(AsyncEvent event) {
    Wait parked = wait;
    if (parked != null) {
      registry.expire(parked);
      awaitAnswer();
    }
  }

  private synchronized void awaitAnswer() {
    long end = System.nanoTime() + TO_ANSWER.toNanos();
    try {
      for (long left = end - System.nanoTime();
          !answered && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    ended();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    ended();
  }

  /** The container has ended the request; if it was not answered, nobody is there any more. */
  private void ended() {
    Wait parked = wait;
    if (parked != null) {
      registry.end(parked, new Outcome.Gone());
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // The request is never dispatched again.
  }
}
