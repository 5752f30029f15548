package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.LongAnswers;
import io.github.webrendezvous.http.Accept;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Async;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.NormalisedMethod;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Cluster;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.stream.EventFilter;
import io.github.webrendezvous.stream.EventFormat;
import io.github.webrendezvous.stream.EventPosition;
import io.github.webrendezvous.stream.EventSource;
import io.github.webrendezvous.stream.EventStream;
import io.github.webrendezvous.stream.EventStreams;
import io.github.webrendezvous.stream.JournalFeed;
import io.github.webrendezvous.stream.StatusJson;
import io.github.webrendezvous.syntax.Parameters;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /_events}: the journal as a stream of events. Thread-safe. */
public final class EventsHandler implements Handler {
  static final List<Parameter> PARAMETERS =
      List.of(Parameters.AS_FILTER, Parameters.KEY, Parameters.AFTER, Parameters.CHANGES);

  private final EventStreams streams;
  private final EventSource source;
  private final AnswerSender sender;
  private final LongAnswers room;
  private final Clock clock;

  /**
   * @param cluster the nodes that share signals; supplies null if there is only this one
   * @param room the bytes of long answers that clients may be reading at the same time
   */
  public EventsHandler(
      EventStreams streams,
      Registry registry,
      Journal journal,
      Supplier<@Nullable Cluster> cluster,
      AnswerSender sender,
      Budget room,
      Clock clock) {
    this.streams = streams;
    this.sender = sender;
    this.room = new LongAnswers(room);
    this.clock = clock;
    source =
        new EventSource(
            journal,
            new StatusJson(registry, cluster),
            Long.toString(clock.micros(), Character.MAX_RADIX));
  }

  /** The position after the last event, for a page that follows from there. */
  EventPosition now() {
    return source.now();
  }

  @Override
  public @Nullable Answer handle(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    EventFormat format = Accept.lines(request) ? EventFormat.LINES : EventFormat.SSE;
    EventFilter filter = EventFilter.of(query);
    EventPosition known = known(query, request);
    Answer head = format.head();
    if (NormalisedMethod.isHead(request)) {
      return head;
    }
    EventStreams.Place place = streams.take();
    if (place == null) {
      return streams.full();
    }
    boolean started = false;
    try {
      Async.start(
          request, response, async -> begin(async, format, filter, query, known, head, place));
      started = true;
    } finally {
      if (!started) {
        place.leave();
      }
    }
    return null;
  }

  /** The last event that the client has read; null if it has read none, or too long ago. */
  private @Nullable EventPosition known(Query query, HttpServletRequest request)
      throws BadRequestException {
    String written = query.value(Parameters.AFTER);
    EventPosition after = EventPosition.parse(written);
    if (written != null && after == null) {
      throw Parameters.AFTER.refused("must be the id of an event");
    }
    // A browser that connects again sends the header, and the query of the first time.
    EventPosition last = EventPosition.parse(request.getHeader("Last-Event-ID"));
    EventPosition position = last == null ? after : last;
    return position != null && source.knows(position) ? position : null;
  }

  private void begin(
      AsyncContext async,
      EventFormat format,
      EventFilter filter,
      Query query,
      @Nullable EventPosition known,
      Answer head,
      EventStreams.Place place)
      throws IOException {
    async.setTimeout(0); // It ends itself.
    sender.head(head, async);
    JournalFeed feed =
        new JournalFeed(source, format, filter, query.has(Parameters.CHANGES), known, room, clock);
    EventStream stream = new EventStream(async, feed, format, clock, streams, place);
    stream.begin();
    streams.add(stream);
  }
}
