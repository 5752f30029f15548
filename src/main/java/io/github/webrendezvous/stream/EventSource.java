package io.github.webrendezvous.stream;

import io.github.webrendezvous.http.Json;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.Journal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The events and snapshots that streams send; each event is encoded once. Thread-safe. */
public final class EventSource {
  /** How many encoded events are kept; a reader that is further behind encodes them again. */
  private static final int KEPT = 1_024;

  private final Journal journal;
  private final StatusJson status;
  private final String epoch;
  private final AtomicReferenceArray<@Nullable Encoded> encoded = new AtomicReferenceArray<>(KEPT);

  @SuppressWarnings("ArrayRecordComponent") // It is not compared, and never changed.
  private record Encoded(long number, byte[] line) {}

  /**
   * @param epoch differs from that of every other process
   */
  public EventSource(Journal journal, StatusJson status, String epoch) {
    this.journal = journal;
    this.status = status;
    this.epoch = epoch;
  }

  /** The position after the last event. */
  public EventPosition now() {
    return new EventPosition(epoch, journal.last());
  }

  EventPosition at(long number) {
    return new EventPosition(epoch, number);
  }

  /** Whether a reader can go on from a position without missing an event. */
  public boolean knows(EventPosition position) {
    if (!position.epoch().equals(epoch) || position.number() > journal.last()) {
      return false;
    }
    List<Event> next = journal.from(position.number() + 1, 1);
    return next.isEmpty() || next.get(0).number() == position.number() + 1;
  }

  /** At most the given number of events from this number on, as far as they are kept. */
  List<Event> from(long number, int most) {
    return journal.from(number, most);
  }

  /** {@code {"id":"…","at":"…","event":"released",…}} and a line feed; must not be changed. */
  byte[] line(Event event) {
    int at = (int) (event.number() % KEPT);
    Encoded known = encoded.get(at);
    if (known != null && known.number() == event.number()) {
      return known.line();
    }
    byte[] line =
        Json.line(
            json -> {
              json.writeStringProperty("id", at(event.number()).toString());
              json.writeStringProperty("at", event.at().toString());
              EventJson.write(event, json);
            });
    encoded.set(at, new Encoded(event.number(), line));
    return line;
  }

  /** The status of everything, as a line like that of an event. */
  byte[] snapshot(EventPosition position) {
    return Json.line(
        json -> {
          json.writeStringProperty("id", position.toString());
          json.writeStringProperty("event", "snapshot");
          status.write(json);
        });
  }

  /** A line that says only that something has happened. */
  byte[] change(EventPosition position) {
    return Json.line(
        json -> {
          json.writeStringProperty("id", position.toString());
          json.writeStringProperty("event", "change");
        });
  }
}
