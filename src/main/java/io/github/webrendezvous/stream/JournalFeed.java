package io.github.webrendezvous.stream;

import io.github.webrendezvous.exchange.LongAnswers;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Event;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The events of the journal for one stream. It has no queue: it remembers how far it has read. A
 * reader that has fallen behind the journal gets a snapshot instead of the events that it has
 * missed; the second time, the stream ends.
 */
public final class JournalFeed implements Feed {
  private static final Logger LOG = System.getLogger(JournalFeed.class.getName());

  private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);

  private final EventSource source;
  private final EventFormat format;
  private final EventFilter filter;
  private final boolean changesOnly;
  private final LongAnswers room;
  private final Clock clock;

  /** The bytes that a snapshot has taken of the room. */
  private final AtomicLong heldBytes = new AtomicLong();

  /** The last event that was read. */
  private EventPosition position;

  private boolean needsSnapshot;
  private boolean wasBehind;
  private boolean isOver;

  /** Whether the stream has ended; then nothing takes room any more. */
  private volatile boolean hasEnded;

  /** When the last line was sent that says that something has happened. */
  private long changeSentNanos;

  /**
   * @param start the last event that the client knows; null if it needs a snapshot first
   * @param changesOnly whether to send only that something has happened
   * @param room the bytes that may be held for slow clients
   */
  public JournalFeed(
      EventSource source,
      EventFormat format,
      EventFilter filter,
      boolean changesOnly,
      @Nullable EventPosition start,
      LongAnswers room,
      Clock clock) {
    this.source = source;
    this.format = format;
    this.filter = filter;
    this.changesOnly = changesOnly;
    this.room = room;
    this.clock = clock;
    position = start == null ? source.now() : start;
    needsSnapshot = start == null;
    changeSentNanos = clock.nanos() - BETWEEN_CHANGES.toNanos();
  }

  @Override
  public byte @Nullable [] next(int most) {
    if (!needsSnapshot && !source.knows(position)) {
      if (wasBehind) {
        LOG.log(Logger.Level.DEBUG, "The client reads its events too slowly");
        isOver = true;
        return null;
      }
      wasBehind = true;
      needsSnapshot = true;
    }
    if (needsSnapshot) {
      needsSnapshot = false;
      return snapshot();
    }
    return changesOnly ? change() : events(most);
  }

  private byte @Nullable [] snapshot() {
    position = source.now();
    byte[] line = changesOnly ? source.change(position) : source.snapshot(position);
    byte[] message = format.message("snapshot", position.toString(), line);
    if (!room.take(message)) {
      isOver = true; // Too much is held for slow clients already; this one tries again.
      return null;
    }
    heldBytes.set(message.length);
    if (hasEnded) {
      sent();
    }
    return message;
  }

  private byte @Nullable [] change() {
    EventPosition now = source.now();
    boolean isSoon = clock.nanos() - changeSentNanos < BETWEEN_CHANGES.toNanos();
    if (now.equals(position) || isSoon) {
      return null;
    }
    changeSentNanos = clock.nanos();
    position = now;
    return format.message("", now.toString(), source.change(now));
  }

  private byte @Nullable [] events(int most) {
    List<Event> events = source.from(position.number() + 1, most);
    if (events.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (Event event : events) {
      if (filter.accepts(event)) {
        String id = source.at(event.number()).toString();
        batch.writeBytes(format.message("", id, source.line(event)));
      }
    }
    position = source.at(events.get(events.size() - 1).number());
    return batch.toByteArray();
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public void sent() {
    room.giveBack(heldBytes.getAndSet(0));
  }

  @Override
  public void ended() {
    hasEnded = true;
    sent();
  }
}
