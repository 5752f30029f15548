package io.github.webrendezvous.exchange;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Async;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Reads the body of one request as it arrives, without blocking a thread (Servlet 6.0, section
 * 3.7), and answers the request. Reading a body that takes longer than half a minute ends at its
 * next part; if nothing arrives, the container's own read timeout ends it. The container calls the
 * methods one after the other.
 */
public final class BodyReader implements ReadListener {
  private static final Logger LOG = System.getLogger(BodyReader.class.getName());

  /** The longest that a client may take to send the body. */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  /** The container ends such a request before the answer is known. */
  private static final Answer UNKNOWN =
      Answer.error(503, "The body was incomplete, and its signal is still being recorded");

  private static final int PIECE = 8 * 1_024;

  /** Why a body ended. */
  public enum End {
    WHOLE,
    /** It is longer than the limit. */
    TOO_LONG,
    TOO_SLOW,
    /** It is malformed, or the client has gone. */
    BROKEN,
    /** Too much is being read at the same time. */
    NO_ROOM
  }

  /**
   * The part of a body that arrived.
   *
   * @param last the last bytes that arrived, as many as are kept
   * @param length how many bytes arrived
   */
  @SuppressWarnings("ArrayRecordComponent") // It is handed over once and never compared.
  public record Body(byte[] last, long length, End end) {}

  /**
   * How much is read.
   *
   * @param kept how many bytes at the end of the body are kept
   * @param read how many bytes are read at the most
   */
  public record Limits(int kept, long read) {}

  private final HttpServletRequest request;
  private final AnswerSender.Parked answering;
  private final Limits limits;
  private final Budget room;
  private final Clock clock;
  private final Function<Body, CompletableFuture<Answer>> then;
  private final long startNanos;

  /** The bytes read so far, up to {@link #filled}; at most twice as many as are kept. */
  private byte[] bytes = {};

  private int filled;
  private long length;
  private boolean ended;

  /**
   * Begins to read, and returns at once.
   *
   * @param room a byte is taken from it for every byte that is held
   * @param then makes the answer from the body; called once
   */
  public static void read(
      HttpServletRequest request,
      HttpServletResponse response,
      AnswerSender sender,
      Limits limits,
      Budget room,
      Clock clock,
      Function<Body, CompletableFuture<Answer>> then)
      throws IOException, BadRequestException {
    Async.start(
        request,
        response,
        async -> {
          async.setTimeout(0); // The time limit is checked here.
          AnswerSender.Parked answering = sender.park(async);
          request
              .getInputStream()
              .setReadListener(new BodyReader(request, answering, limits, room, clock, then));
        });
  }

  private BodyReader(
      HttpServletRequest request,
      AnswerSender.Parked answering,
      Limits limits,
      Budget room,
      Clock clock,
      Function<Body, CompletableFuture<Answer>> then) {
    this.request = request;
    this.answering = answering;
    this.limits = limits;
    this.room = room;
    this.clock = clock;
    this.then = then;
    startNanos = clock.nanos();
  }

  /** Whether a request has a body to be read. */
  public static boolean hasBody(HttpServletRequest request) {
    long announced = request.getContentLengthLong();
    return announced > 0 || (announced < 0 && request.getHeader("Transfer-Encoding") != null);
  }

  @Override
  public void onDataAvailable() throws IOException {
    try {
      readWhatIsThere();
    } catch (OutOfMemoryError e) {
      throw Defects.noted(e);
    }
  }

  private void readWhatIsThere() throws IOException {
    ServletInputStream in = request.getInputStream();
    byte[] piece = new byte[pieceLength()];
    // Not isFinished: on GlassFish it is true as soon as all bytes have arrived, even if some are
    // still unread.
    while (!ended && in.isReady() && read(in, piece)) {}
    // Otherwise onAllDataRead, or another call of this, follows.
  }

  /** Reads what can be read without blocking, and returns whether there was anything. */
  private boolean read(ServletInputStream in, byte[] piece) throws IOException {
    int read = in.read(piece);
    if (read < 0) {
      return false;
    }
    if (!keep(piece, read)) {
      end(End.NO_ROOM);
    } else if (length > limits.read()) {
      end(End.TOO_LONG);
    } else if (clock.nanos() - startNanos > LONGEST.toNanos()) {
      end(End.TOO_SLOW);
    } else if (length == request.getContentLengthLong()) {
      // Do not read on: GlassFish would read from the next request.
      end(End.WHOLE);
    }
    return true;
  }

  private int pieceLength() {
    long announced = request.getContentLengthLong();
    return announced > 0 && announced < PIECE ? (int) announced : PIECE;
  }

  /** Keeps what was read; returns false if there is no room for it. */
  private boolean keep(byte[] piece, int read) {
    length += read;
    if (filled + read > bytes.length) {
      int surplus = Math.max(0, filled - limits.kept());
      int wanted = Math.max(filled - surplus + read, Math.min(2 * bytes.length, 2 * limits.kept()));
      if (wanted > bytes.length && !room.take(wanted - bytes.length)) {
        return false;
      }
      byte[] larger = new byte[Math.max(wanted, bytes.length)];
      System.arraycopy(bytes, surplus, larger, 0, filled - surplus);
      bytes = larger;
      filled -= surplus;
    }
    System.arraycopy(piece, 0, bytes, filled, read);
    filled += read;
    return true;
  }

  @Override
  public void onAllDataRead() throws IOException {
    if (ended) {
      return;
    }
    try {
      ServletInputStream in = request.getInputStream();
      byte[] piece = new byte[pieceLength()];
      // GlassFish calls this also when the last piece arrives during a read.
      while (!ended && in.available() > 0 && read(in, piece)) {}
      end(length < request.getContentLengthLong() ? End.BROKEN : End.WHOLE);
    } catch (OutOfMemoryError e) {
      throw Defects.noted(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.log(Logger.Level.DEBUG, "A body was cut off", failure);
    if (ended) {
      return;
    }
    try {
      CompletableFuture<Answer> answer = ended(isTimeout(failure) ? End.TOO_SLOW : End.BROKEN);
      answering.sendLast(answer.isDone() ? AnswerSender.known(answer) : UNKNOWN);
    } catch (IOException | IllegalStateException e) {
      LOG.log(Logger.Level.DEBUG, "The client disconnected before the response was sent", e);
    }
  }

  private static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private void end(End how) throws IOException {
    if (!ended) {
      answering.send(ended(how));
    }
  }

  /** Reads no more, and makes the answer. */
  private CompletableFuture<Answer> ended(End how) {
    ended = true;
    try {
      byte[] last = Arrays.copyOfRange(bytes, Math.max(0, filled - limits.kept()), filled);
      return then.apply(new Body(last, length, how));
    } finally {
      room.giveBack(bytes.length);
      bytes = new byte[0];
    }
  }
}
