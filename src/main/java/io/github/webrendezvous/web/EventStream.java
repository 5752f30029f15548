package io.github.webrendezvous.web;

import io.github.webrendezvous.http.Completions;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Event;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One client that reads events as they happen. It has no queue: it remembers how far it has read,
 * and takes the next events from the journal whenever the container can write without blocking
 * (Servlet 6.0, section 5.3). A client that has fallen behind the journal gets a snapshot instead
 * of the events that it has missed; the second time, and if it does not read for half a minute, it
 * is disconnected. Thread-safe.
 */
final class EventStream implements WriteListener, AsyncListener {
  private static final Logger LOG = System.getLogger(EventStream.class.getName());

  /** The size of a piece in bytes, which a container may copy for a client that does not read. */
  private static final int PIECE = 16 * 1_024;

  /** The most events that are looked at in one turn; others follow in the next. */
  private static final int PER_TURN = 2_000;

  private static final int PER_BATCH = 100;

  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);

  private static final byte[] NOTHING = {};

  private final AsyncContext async;
  private final EventSource source;
  private final EventFormat format;
  private final EventFilter filter;
  private final boolean changesOnly;
  private final LongAnswers room;
  private final Clock clock;
  private final EventStreams streams;
  private final EventStreams.Place place;
  private final long startNanos;

  /**
   * The number of threads that have found something to write, or that writing is possible. The
   * first of them writes, also on behalf of those that come meanwhile: no lock is held while the
   * container is called.
   */
  private final AtomicInteger turns = new AtomicInteger();

  private final AtomicBoolean ended = new AtomicBoolean();

  /** The bytes that the snapshot in the piece has taken of the room. */
  private final AtomicLong heldBytes = new AtomicLong();

  /** Set by the clock; taken by the turn that writes. */
  private final AtomicBoolean commentDue = new AtomicBoolean(true);

  /** Whether the stream must end as soon as the container can write. */
  private volatile boolean isOver;

  /** The last event that was read. Guarded by the turn to write, as are all fields below. */
  private EventPosition position;

  private boolean needsSnapshot;
  private boolean wasBehind;
  private boolean flushed;
  private byte[] piece = NOTHING;
  private int written;

  /** When the last line was sent that says that something has happened. */
  private long changeSentNanos;

  /** When the current piece was taken, for a client that does not read; read by the clock. */
  private volatile long stalledSinceNanos;

  private volatile boolean isStalled;

  /**
   * @param start the last event that the client knows; null if it needs a snapshot first
   * @param changesOnly whether to send only that something has happened
   * @param place among all streams
   */
  EventStream(
      AsyncContext async,
      EventSource source,
      EventFormat format,
      EventFilter filter,
      boolean changesOnly,
      @Nullable EventPosition start,
      LongAnswers room,
      Clock clock,
      EventStreams streams,
      EventStreams.Place place) {
    this.async = async;
    this.source = source;
    this.format = format;
    this.filter = filter;
    this.changesOnly = changesOnly;
    this.room = room;
    this.clock = clock;
    this.streams = streams;
    this.place = place;
    position = start == null ? source.now() : start;
    needsSnapshot = start == null;
    startNanos = clock.nanos();
    changeSentNanos = startNanos - BETWEEN_CHANGES.toNanos();
  }

  /** Begins to send; on the thread on which the container calls the servlet. */
  void begin() throws IOException {
    async.addListener(this);
    async.getResponse().getOutputStream().setWriteListener(this);
    ParkedRequest.whenGone(async, this::end);
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
      end();
      return;
    }
    commentDue.set(true);
    advance();
  }

  /** Sends what there is to send, as far as the container can write without blocking. */
  void advance() {
    if (ended.get() || turns.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen > 0) {
      try {
        writeWhatFits();
      } catch (IOException | IllegalStateException e) {
        LOG.log(Logger.Level.DEBUG, "The client has disconnected", e);
        end();
      }
      seen = turns.addAndGet(-seen);
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
    giveBackRoom();
    written = 0;
    piece = NOTHING;
    if (isOver) {
      return false;
    }
    if (commentDue.getAndSet(false)) {
      piece = format.comment();
      return true;
    }
    if (!needsSnapshot && !source.knows(position)) {
      if (wasBehind) {
        LOG.log(Logger.Level.DEBUG, "The client reads its events too slowly");
        isOver = true;
        return false;
      }
      wasBehind = true;
      needsSnapshot = true;
    }
    if (needsSnapshot) {
      needsSnapshot = false;
      takeSnapshot();
      return true;
    }
    return changesOnly ? takeChange() : takeEvents(Math.min(left, PER_BATCH));
  }

  private void takeSnapshot() {
    position = source.now();
    byte[] line = changesOnly ? source.change(position) : source.snapshot(position);
    byte[] message = format.message("snapshot", position.toString(), line);
    if (room.take(message)) {
      heldBytes.set(message.length);
      piece = message;
      if (ended.get()) {
        giveBackRoom();
      }
    } else {
      isOver = true; // Too much is held for slow clients already; this one tries again.
    }
  }

  private boolean takeChange() {
    EventPosition now = source.now();
    boolean isSoon = clock.nanos() - changeSentNanos < BETWEEN_CHANGES.toNanos();
    if (now.equals(position) || isSoon) {
      return false;
    }
    changeSentNanos = clock.nanos();
    position = now;
    piece = format.message("", now.toString(), source.change(now));
    return true;
  }

  private boolean takeEvents(int most) {
    List<Event> events = source.from(position.number() + 1, most);
    if (events.isEmpty()) {
      return false;
    }
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (Event event : events) {
      if (filter.accepts(event)) {
        String id = source.at(event.number()).toString();
        batch.writeBytes(format.message("", id, source.line(event)));
      }
    }
    position = source.at(events.get(events.size() - 1).number());
    piece = batch.toByteArray();
    return true;
  }

  private void giveBackRoom() {
    room.giveBack(heldBytes.getAndSet(0));
  }

  /** Ends the request; on any thread. */
  private void end() {
    if (ended.compareAndSet(false, true)) {
      leave();
      Completions.complete(async);
    }
  }

  private void leave() {
    streams.remove(this);
    place.leave();
  }

  boolean hasEnded() {
    return ended.get();
  }

  @Override
  public void onError(Throwable failure) {
    LOG.log(Logger.Level.DEBUG, "The client has disconnected", failure);
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (ended.compareAndSet(false, true)) {
      leave();
    }
    giveBackRoom();
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
