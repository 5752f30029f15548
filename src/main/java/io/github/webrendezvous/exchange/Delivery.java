package io.github.webrendezvous.exchange;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Completions;
import io.github.webrendezvous.http.NormalisedMethod;
import io.github.webrendezvous.rendezvous.Clock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Sends one answer to a client that may be slow: a piece at a time, whenever the container says
 * that it can write without blocking (Servlet 6.0, section 5.3). A client that has not read
 * everything within half a minute is disconnected at the next piece; a client that reads nothing at
 * all is disconnected by the container's own write timeout. Thread-safe.
 */
public final class Delivery implements WriteListener, AsyncListener {
  private static final Logger LOG = System.getLogger(Delivery.class.getName());

  private static final AtomicIntegerFieldUpdater<Delivery> COMPLETED =
      AtomicIntegerFieldUpdater.newUpdater(Delivery.class, "completed");

  /** The longest that a client may take to read the answer. */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  /** The size of a piece in bytes, which a container may copy for a client that does not read. */
  private static final int PIECE = 16 * 1_024;

  private final AsyncContext async;
  private final Clock clock;

  private final Turns turns = new Turns();

  /** 1 once the request is completed; set by compare-and-set. */
  private volatile int completed;

  /** The answer and its progress; null until there is one; written once. */
  private volatile @Nullable Sending sending;

  /** The answer, and how much of it is written. */
  private static final class Sending {
    final Answer answer;
    final byte[] body;
    final long startNanos;

    /** Guarded by the turn to write, as are the fields below. */
    int written;

    boolean flushed;

    Sending(Answer answer, byte[] body, long startNanos) {
      this.answer = answer;
      this.body = body;
      this.startNanos = startNanos;
    }
  }

  private Delivery(AsyncContext async, Clock clock) {
    this.async = async;
    this.clock = clock;
  }

  /**
   * A delivery that is told of the end of its request. Only on the thread on which the container
   * calls the servlet: later, no listener may be added (Servlet 6.0, {@code
   * AsyncContext.addListener}).
   */
  public static Delivery of(AsyncContext async, Clock clock) {
    Delivery delivery = new Delivery(async, clock);
    async.addListener(delivery);
    return delivery;
  }

  /** Asks the container to call back when it can write; once. */
  public void listen() throws IOException {
    async.getResponse().getOutputStream().setWriteListener(this);
  }

  /**
   * Begins to send, as far as the container can write without blocking; on any thread, once. Only
   * after {@link #listen}: before, a container would block.
   */
  public void send(Answer answer, byte[] body) throws IOException {
    Sending begun = new Sending(answer, body, clock.nanos());
    HttpServletRequest request = AnswerSender.requestOf(async);
    async.getResponse().setContentLength(NormalisedMethod.announced(body.length, request));
    if (NormalisedMethod.isHead(request)) {
      begun.written = body.length;
    }
    sending = begun;
    if (!turns.take(() -> writeWhatFits(begun), this::complete)) {
      throw new IOException("The container has ended the request");
    }
    tellBegun(begun);
  }

  /** If it fails, the container ends the request. */
  @Override
  public void onWritePossible() throws IOException {
    Sending begun = sending;
    if (begun != null) {
      turns.take(() -> writeWhatFits(begun), () -> {});
      tellBegun(begun);
    }
  }

  private static void tellBegun(Sending begun) {
    Runnable next = begun.answer.whenBegun();
    if (next != null) {
      next.run();
    }
  }

  /**
   * Completes the request, once. A thread that sends the answer completes it in its turn: later,
   * the container may have ended the request.
   */
  public void complete() {
    if (COMPLETED.compareAndSet(this, 0, 1)) {
      Completions.complete(async);
    }
  }

  private void writeWhatFits(Sending begun) throws IOException {
    if (completed != 0) {
      return;
    }
    ServletOutputStream out = async.getResponse().getOutputStream();
    while (completed == 0 && out.isReady()) {
      if (begun.written < begun.body.length) {
        dropIfTooSlow(begun);
        int length = Math.min(PIECE, begun.body.length - begun.written);
        out.write(begun.body, begun.written, length);
        begun.written += length;
      } else if (!begun.flushed) {
        // The container must have nothing left to write when the request is completed: it would
        // block.
        begun.flushed = true;
        out.flush();
      } else {
        complete();
      }
    }
  }

  private void dropIfTooSlow(Sending begun) throws IOException {
    if (clock.nanos() - begun.startNanos > LONGEST.toNanos()) {
      throw new IOException("The client did not read the response within " + LONGEST);
    }
  }

  /** The container, or the client, has ended the connection. */
  @Override
  public void onError(Throwable failure) {
    LOG.log(Logger.Level.DEBUG, "The client did not accept the response", failure);
    turns.close();
    end();
    if (sending != null) {
      complete();
    }
  }

  private void end() {
    Sending begun = sending;
    if (begun != null) {
      begun.answer.end();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // The request is never dispatched again.
  }
}
