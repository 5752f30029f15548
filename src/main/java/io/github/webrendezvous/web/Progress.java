package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.Async;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.NormalisedMethod;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Condition;
import io.github.webrendezvous.rendezvous.Limit;
import io.github.webrendezvous.rendezvous.Outcome;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.rendezvous.Wait;
import io.github.webrendezvous.stream.EventFormat;
import io.github.webrendezvous.stream.EventStream;
import io.github.webrendezvous.stream.EventStreams;
import io.github.webrendezvous.stream.ProgressFeed;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Waits that report their progress as Server-Sent Events. Thread-safe. */
public final class Progress {
  private final Registry registry;
  private final Signals signals;
  private final EventStreams streams;
  private final AnswerSender sender;
  private final WaitAnswers answers;
  private final CallerLimit callers;
  private final Clock clock;

  public Progress(
      Registry registry,
      Signals signals,
      EventStreams streams,
      AnswerSender sender,
      WaitAnswers answers,
      CallerLimit callers,
      Clock clock) {
    this.registry = registry;
    this.signals = signals;
    this.streams = streams;
    this.sender = sender;
    this.answers = answers;
    this.callers = callers;
    this.clock = clock;
  }

  /** Begins a wait; returns an answer only if it cannot report its progress. */
  @Nullable Answer begin(
      Condition condition,
      WaitOptions options,
      HttpServletRequest request,
      HttpServletResponse response)
      throws BadRequestException, IOException {
    Answer head = EventFormat.SSE.head();
    if (NormalisedMethod.isHead(request)) {
      return head;
    }
    EventStreams.Place place = streams.take();
    if (place == null) {
      return streams.full();
    }
    String address = request.getRemoteAddr();
    Limit full = callers.take(address);
    if (full != null) {
      place.leave();
      return WaitAnswers.noRoom(full);
    }
    Runnable leave = once(callers.whenEnded(address));
    boolean started = false;
    try {
      Async.start(request, response, async -> begin(condition, options, head, async, place, leave));
      started = true;
    } finally {
      if (!started) {
        place.leave();
        leave.run();
      }
    }
    return null;
  }

  private static Runnable once(Runnable task) {
    AtomicBoolean ran = new AtomicBoolean();
    return () -> {
      if (ran.compareAndSet(false, true)) {
        task.run();
      }
    };
  }

  private void begin(
      Condition condition,
      WaitOptions options,
      Answer head,
      AsyncContext async,
      EventStreams.Place place,
      Runnable leave)
      throws IOException {
    async.setTimeout(0); // The wait has its own deadline.
    sender.head(head, async);
    Clock.Moment since = clock.moment();
    ProgressFeed feed = new ProgressFeed(registry, leave);
    EventStream stream = new EventStream(async, feed, EventFormat.SSE, clock, streams, place);
    stream.begin();
    streams.add(stream);
    signals
        .current(options.timeout())
        .whenComplete(
            (current, failure) -> {
              if (condition.needsSignals() && failure != null) {
                feed.settled(() -> AnswerSender.failed(failure));
                stream.advance();
              } else {
                attend(
                    registry.await(condition, options.timeout(), options.caller(), since),
                    feed,
                    stream,
                    options);
              }
            });
  }

  private void attend(Wait wait, ProgressFeed feed, EventStream stream, WaitOptions options) {
    feed.begun(wait);
    if (stream.hasEnded()) {
      wait.cancel(new Outcome.Gone());
    }
    wait.whenSettled(
        (settled, outcome) -> {
          feed.settled(() -> answers.of(settled, options));
          stream.advance();
        });
    stream.advance();
  }
}
