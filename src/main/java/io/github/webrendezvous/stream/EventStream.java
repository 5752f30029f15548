package io.github.webrendezvous.stream;

import io.github.webrendezvous.exchange.Departure;
import io.github.webrendezvous.exchange.Turns;
import io.github.webrendezvous.http.Completions;
import io.github.webrendezvous.rendezvous.Clock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client that reads events as they happen: takes the next bytes from a feed whenever the
 * container can write without blocking (Servlet 6.0, section 5.3). A client that does not read for
 * half a minute is disconnected. Thread-safe.
 */
public final class EventStream implements WriteListener, AsyncListener {
  private static final Logger LOG = System.getLogger(EventStream.class.getName());

  /** The size of a piece in bytes, which a container may copy for a client that does not read. */
  private static final int PIECE = 16 * 1_024;

  /** The most events that are looked at in one turn; others follow in the next. */
  private static final int PER_TURN = 2_000;

  private static final int PER_BATCH = 100;

  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private static final byte[] NOTHING = {};

  private final AsyncContext async;
  private final Feed feed;
  private final EventFormat format;
  private final Clock clock;
  private final EventStreams streams;
  private final EventStreams.Place place;
  private final long startNanos;

  private final Turns turns = new Turns();

  private final AtomicBoolean ended = new AtomicBoolean();

  /** Whether no one reads the stream any more, so the next turn ends it. */
  private volatile boolean dropped;

  /** Set by the clock; taken by the turn that writes. */
  private final AtomicBoolean commentDue = new AtomicBoolean(true);

  /** Whether the stream must end as soon as the container can write. */
  private volatile boolean isOver;

  /** Guarded by the turn to write, as are the fields below. */
  private boolean flushed;

  private byte[] piece = NOTHING;
  private int written;

  /** When the current piece was taken, for a client that does not read; read by the clock. */
  private volatile long stalledSinceNanos;

  private volatile boolean isStalled;

  /**
   * @param place among all streams
   */
  public EventStream(
      AsyncContext async,
      Feed feed,
      EventFormat format,
      Clock clock,
      EventStreams streams,
      EventStreams.Place place) {
    this.async = async;
    this.feed = feed;
    this.format = format;
    this.clock = clock;
    this.streams = streams;
    this.place = place;
    startNanos = clock.nanos();
  }

  /** Begins to send; on the thread on which the container calls the servlet. */
  public void begin() throws IOException {
    async.addListener(this);
    async.getResponse().getOutputStream().setWriteListener(this);
    Departure.whenGone(async, this::drop);
  }

  /** How old it is. */
  Duration age() {
    return Duration.ofNanos(clock.nanos() - startNanos);
  }

  /** Ends the stream; the client may connect again, and go on where it was. */
  void finish() {
    isOver = true;
    advance();
  }

  /** Sends a comment if the client still reads; otherwise disconnects it. */
  void tick() {
    if (isStalled && clock.nanos() - stalledSinceNanos > SLOWEST.toNanos()) {
      LOG.log(Logger.Level.DEBUG, "The client does not read its events");
      drop();
      return;
    }
    commentDue.set(true);
    advance();
  }

  /** Sends what there is to send, as far as the container can write without blocking. */
  public void advance() {
    try {
      turns.take(this::turn, this::end);
    } catch (IOException | IllegalStateException e) {
      LOG.log(Logger.Level.DEBUG, "The client has disconnected", e);
    }
  }

  private void drop() {
    dropped = true;
    advance();
  }

  private void turn() throws IOException {
    if (dropped) {
      end();
    } else if (!ended.get()) {
      writeWhatFits();
    }
  }

  @Override
  public void onWritePossible() {
    advance();
  }

  private void writeWhatFits() throws IOException {
    ServletOutputStream out = async.getResponse().getOutputStream();
    int left = PER_TURN;
    while (!ended.get() && out.isReady()) {
      isStalled = false;
      if (written < piece.length) {
        int length = Math.min(PIECE, piece.length - written);
        out.write(piece, written, length);
        written += length;
        flushed = false;
      } else if (left > 0 && takeNext(left)) {
        left -= PER_BATCH;
      } else if (!flushed) {
        flushed = true;
        out.flush();
      } else {
        if (isOver) {
          end();
        }
        return;
      }
    }
    if (!ended.get() && !isStalled) {
      stalledSinceNanos = clock.nanos();
      isStalled = true;
    }
  }

  /** Takes the next piece to write; false if there is nothing to write now. */
  private boolean takeNext(int left) {
    feed.sent();
    written = 0;
    piece = NOTHING;
    if (isOver) {
      return false;
    }
    if (commentDue.getAndSet(false)) {
      piece = format.comment();
      return true;
    }
    byte[] next = feed.next(Math.min(left, PER_BATCH));
    isOver = isOver || feed.isOver();
    if (next == null) {
      return false;
    }
    piece = next;
    return true;
  }

  /** Ends the request; in a turn, or when there are no turns any more. */
  private void end() {
    if (ended.compareAndSet(false, true)) {
      leave();
      Completions.complete(async);
    }
  }

  private void leave() {
    streams.remove(this);
    place.leave();
    feed.ended();
  }

  /** Whether nothing is sent any more. */
  public boolean hasEnded() {
    return ended.get();
  }

  @Override
  public void onError(Throwable failure) {
    LOG.log(Logger.Level.DEBUG, "The client has disconnected", failure);
    endNow();
  }

  private void endNow() {
    turns.close();
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (ended.compareAndSet(false, true)) {
      leave();
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    endNow();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    endNow();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // The request is never dispatched again.
  }
}
