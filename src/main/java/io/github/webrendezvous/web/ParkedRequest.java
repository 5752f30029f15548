package io.github.webrendezvous.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.Delivery;
import io.github.webrendezvous.exchange.Departure;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Wait;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The HTTP side of one wait: answers when the wait is settled, and settles it when the container
 * says that the request has ended. Thread-safe.
 */
final class ParkedRequest implements Wait.Continuation, AsyncListener {
  private static final Logger LOG = System.getLogger(ParkedRequest.class.getName());

  /**
   * The registry sets the deadline; the container's timeout comes only if that deadline was lost.
   * It must not come while a slow client is still reading its answer.
   */
  private static final Duration CONTAINER_MARGIN = Delivery.LONGEST.multipliedBy(3);

  private static final Duration TO_ANSWER = Duration.ofSeconds(5);

  private final Wait wait;
  private final AsyncContext async;
  private final AnswerSender.Parked answering;
  private final WaitAnswers answers;
  private final WaitOptions options;
  private final Runnable whenSettled;

  @GuardedBy("this")
  private boolean answered;

  /**
   * @param whenSettled is called once, before the request is answered
   */
  ParkedRequest(
      Wait wait,
      AsyncContext async,
      AnswerSender.Parked answering,
      WaitAnswers answers,
      WaitOptions options,
      Runnable whenSettled) {
    this.wait = wait;
    this.async = async;
    this.answering = answering;
    this.answers = answers;
    this.options = options;
    this.whenSettled = whenSettled;
  }

  /**
   * Parks the request until the wait is settled. Until then the container reports errors and a
   * missed deadline, and a server that notices it reports a client that has disconnected.
   */
  void park() {
    async.setTimeout(longest(wait.longest()).toMillis());
    async.addListener(this);
    // Before the wait is settled, as the container may reuse the request afterwards.
    Consumer<Runnable> watch = Departure.watch(async);
    attend();
    if (watch != null) {
      watch.accept(this::clientGone);
    }
  }

  /** How long the container lets a request wait that waits itself that long. */
  static Duration longest(Duration ofWait) {
    return ofWait.plus(CONTAINER_MARGIN);
  }

  /** Answers when the wait is settled; the caller tells what becomes of the request. */
  void attend() {
    wait.whenSettled(this);
  }

  /** The client has closed its connection; no one reads an answer. */
  void clientGone() {
    if (wait.cancel(new Outcome.Gone())) {
      giveUp();
    }
  }

  @Override
  public void settled(Wait settled, Outcome outcome) {
    whenSettled.run();
    if (outcome instanceof Outcome.Gone) {
      noAnswerIsDue(); // The container is ending the request, and onError answers it.
      return;
    }
    boolean sent = false;
    try {
      answering.send(answers.of(settled, options));
      sent = true;
    } catch (IOException | IllegalStateException e) {
      LOG.log(Logger.Level.DEBUG, "The client disconnected before the response was sent", e);
    } finally {
      if (!sent) {
        giveUp();
      }
      noAnswerIsDue();
    }
  }

  /** Ends what waits for an answer, as it would block a thread of the server. */
  private synchronized void noAnswerIsDue() {
    answered = true;
    notifyAll();
  }

  /** Whatever failed, a wait is answered 2xx only if it was released. */
  private void giveUp() {
    try {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    } catch (IllegalStateException e) {
      LOG.log(Logger.Level.DEBUG, "The container has ended the request itself", e);
    }
    answering.complete();
  }

  /**
   * The deadline was lost. Returns only when the request is answered, as the container ends it
   * then.
   */
  @Override
  public void onTimeout(AsyncEvent event) {
    wait.expire();
    awaitAnswer();
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

  /**
   * The container ends the request: the client has disconnected, or Jetty stops. Jetty closes its
   * connections before it ends the application, and sends what is written here.
   */
  @Override
  public void onError(AsyncEvent event) {
    if (wait.cancel(new Outcome.Gone())) {
      try {
        answering.sendLast(answers.of(wait, options));
      } catch (IOException | IllegalStateException e) {
        LOG.log(Logger.Level.DEBUG, "The client disconnected before the response was sent", e);
      }
    } else {
      awaitAnswer();
    }
  }

  /** If it was not answered, the client has gone. */
  @Override
  public void onComplete(AsyncEvent event) {
    wait.cancel(new Outcome.Gone());
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // The request is never dispatched again.
  }
}
