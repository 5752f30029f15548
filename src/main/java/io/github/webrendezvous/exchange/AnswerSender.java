package io.github.webrendezvous.exchange;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Async;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.NormalisedMethod;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Signals;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends responses. No thread ever waits for a client to read: a response is either left in the
 * container's buffer, if the container sends its buffer without blocking, or written by a {@link
 * Delivery}. Thread-safe.
 *
 * <p>Jetty sends a buffered body without blocking when the request is complete, unless
 * Content-Length is set: then Jetty sends at the write of the last byte, and blocks
 * (HttpOutput.write). Tomcat sends a buffered body with a blocking write.
 */
public final class AnswerSender {
  /** Jetty keeps a write in the buffer if it is no longer than this part of the buffer. */
  private static final int PART_OF_BUFFER = 4;

  private static final Logger LOG = System.getLogger(AnswerSender.class.getName());

  private final Clock clock;
  private final boolean buffers;
  private final ResponseCounts counts;

  /**
   * @param buffers whether the container sends what it has buffered without blocking
   * @param counts of the responses
   */
  public AnswerSender(Clock clock, boolean buffers, ResponseCounts counts) {
    this.clock = clock;
    this.counts = counts;
    this.buffers = buffers;
  }

  /** Sends an answer; on the thread on which the container calls the servlet. */
  public void send(Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      begin(answer, request, response);
    } catch (Throwable e) {
      answer.end();
      throw e;
    }
  }

  private void begin(Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = prepare(answer, request, response);
    if (fitsBuffer(answer, body, response)) {
      buffer(body, request, response);
      return;
    }
    try {
      Async.start(
          request,
          response,
          async -> {
            async.setTimeout(0); // A delivery has its own time limit.
            Delivery delivery = Delivery.of(async, clock);
            delivery.listen();
            delivery.send(answer, body);
          });
    } catch (BadRequestException e) {
      sendAtOnce(answer, body, e.answer(), request, response);
    }
  }

  /**
   * Sends an answer if the container does not support asynchronous requests. An answer that fits
   * the buffer cannot block this thread, as the container sends it when the request has ended; no
   * other answer is sent.
   */
  private void sendAtOnce(
      Answer answer,
      byte[] body,
      Answer refusal,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean fits = !answer.hasSequel() && body.length <= response.getBufferSize();
    byte[] sent = body;
    if (!fits) {
      response.reset();
      sent = prepare(refusal, request, response);
    }
    buffer(sent, request, response);
  }

  /**
   * Prepares for an answer that is sent later, by {@link Parked#send}; on the thread on which the
   * container calls the servlet.
   */
  public Parked park(AsyncContext async) throws IOException {
    Delivery delivery = Delivery.of(async, clock);
    if (!buffers) {
      // Set here, as some containers make the first call of a listener on the thread that sets it.
      delivery.listen();
    }
    return new Parked(async, delivery);
  }

  /** Answers one request that was parked. Thread-safe. */
  public final class Parked {
    private final AsyncContext async;
    private final Delivery delivery;

    private Parked(AsyncContext async, Delivery delivery) {
      this.async = async;
      this.delivery = delivery;
    }

    /** Sends the answer and completes the request; on any thread, once. */
    public void send(Answer answer) throws IOException {
      try {
        begin(answer);
      } catch (Throwable e) {
        answer.end();
        throw e;
      }
    }

    /** Sends the answer when it is known; on any thread, once. */
    public void send(CompletableFuture<Answer> answer) {
      answer.whenComplete(
          (known, failure) -> {
            try {
              send(known(answer));
            } catch (IOException | IllegalStateException e) {
              LOG.log(
                  Logger.Level.DEBUG, "The client disconnected before the response was sent", e);
              complete();
            } catch (Throwable e) {
              complete();
              throw e;
            }
          });
    }

    private void begin(Answer answer) throws IOException {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      byte[] body = prepare(answer, requestOf(async), response);
      if (fitsBuffer(answer, body, response)) {
        buffer(body, requestOf(async), response);
        complete();
        return;
      }
      if (buffers) {
        delivery.listen();
      }
      delivery.send(answer, body);
    }

    /**
     * Sends the answer to a request that the container ends as soon as this method returns. If the
     * container does not send its buffer then, the buffer is flushed here, as far as possible
     * without blocking: a write listener is set.
     */
    public void sendLast(Answer answer) throws IOException {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      try {
        byte[] body = prepare(answer, requestOf(async), response);
        buffer(body, requestOf(async), response);
        if (!buffers) {
          response.setContentLength(NormalisedMethod.announced(body.length, requestOf(async)));
          response.flushBuffer();
        }
      } finally {
        answer.end();
        complete();
      }
    }

    /** Completes the request, if nothing has done so. */
    public void complete() {
      delivery.complete();
    }
  }

  /** Sets status and headers of a response whose body something else sends. */
  public void head(Answer answer, AsyncContext async) {
    byte[] unused = prepare(answer, requestOf(async), (HttpServletResponse) async.getResponse());
  }

  private byte[] prepare(Answer answer, HttpServletRequest request, HttpServletResponse response) {
    counts.count(answer.status());
    return answer.prepare(request, response);
  }

  /**
   * Returns the answer if it is known, and otherwise sends it later; on the thread on which the
   * container calls the servlet.
   */
  public @Nullable Answer nowOrLater(
      CompletableFuture<Answer> answer, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    if (answer.isDone()) {
      return known(answer);
    }
    Async.start(
        request,
        response,
        async -> {
          async.setTimeout(0); // What completes the answer has its own time limit.
          park(async).send(answer);
        });
    return null;
  }

  /** The answer of a complete future, or that signals are unavailable. */
  static Answer known(CompletableFuture<Answer> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      Answer unavailable = unavailable(e);
      if (unavailable == null) {
        throw e;
      }
      return unavailable;
    }
  }

  /** The answer to a request that needs signals; null if something else has failed. */
  static @Nullable Answer unavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Signals.UnavailableException unavailable
        ? Answer.noRoom(String.valueOf(unavailable.getMessage()))
        : null;
  }

  /** The answer to a request that could not be handled. */
  public static Answer failed(Throwable failure) {
    Answer unavailable = unavailable(failure);
    return unavailable == null
        ? Answer.error(500, "Internal error: the server's log has the cause")
        : unavailable;
  }

  static HttpServletRequest requestOf(AsyncContext async) {
    return (HttpServletRequest) async.getRequest();
  }

  private boolean fitsBuffer(Answer answer, byte[] body, HttpServletResponse response) {
    return buffers
        && !answer.hasSequel()
        && body.length <= response.getBufferSize() / PART_OF_BUFFER;
  }

  private static void buffer(byte[] body, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (NormalisedMethod.isHead(request)) {
      response.setContentLength(NormalisedMethod.announced(body.length, request));
    } else if (body.length > 0) {
      response.getOutputStream().write(body);
    }
  }
}
