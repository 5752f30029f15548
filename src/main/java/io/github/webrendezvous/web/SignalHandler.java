package io.github.webrendezvous.web;

import io.github.webrendezvous.exchange.AnswerSender;
import io.github.webrendezvous.exchange.BodyReader;
import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.Parameter;
import io.github.webrendezvous.http.Query;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Recording;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.rendezvous.Value;
import io.github.webrendezvous.syntax.KeyPaths;
import io.github.webrendezvous.syntax.Parameters;
import io.github.webrendezvous.view.LimitWords;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code PUT /{key}} and {@code POST /{key}}: signals the key. Thread-safe. */
public final class SignalHandler {
  private static final long MIB = 1_024 * 1_024;

  static final List<Parameter> ON_PUT = List.of(Parameters.STATUS, Parameters.TTL, Parameters.AS);
  static final List<Parameter> ON_POST =
      List.of(Parameters.STATUS, Parameters.TTL, Parameters.ID, Parameters.AS);

  private static final Duration LONGEST_TTL = Duration.ofDays(365);

  // A media type (RFC 9110, section 8.3.1), with any visible characters as parameters.
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]{1,64}/[\\w!#$&^.+-]{1,64}(?:\\s*;[\\x20-\\x7e]{0,128})?");

  /** The type that curl sends with every {@code -d}. */
  private static final String SAYS_NOTHING = "application/x-www-form-urlencoded";

  private final Signals signals;
  private final AnswerSender sender;
  private final Budget bodies;
  private final Clock clock;
  private final int maxBytes;

  /**
   * The limits for a value. A body that is too long is read further: the container disconnects a
   * client that is still sending, which may then lose the answer.
   */
  private final BodyReader.Limits ofValue;

  /** The limits for a reason, of which only the end is kept. */
  private final BodyReader.Limits ofReason;

  /**
   * @param bodies the bytes that may be held of incomplete bodies
   * @param maxBytes the maximum size of a value or reason
   */
  public SignalHandler(
      Signals signals, AnswerSender sender, Budget bodies, int maxBytes, Clock clock) {
    this.signals = signals;
    this.sender = sender;
    this.bodies = bodies;
    this.clock = clock;
    this.maxBytes = maxBytes;
    ofValue = new BodyReader.Limits(maxBytes, maxBytes + MIB);
    ofReason = new BodyReader.Limits(maxBytes, maxBytes + 16 * MIB);
  }

  /** A signal whose body has not arrived yet. */
  private record Announced(
      Key key,
      boolean failed,
      boolean arrival,
      @Nullable String id,
      @Nullable Duration ttl,
      boolean first,
      @Nullable String contentType,
      Caller caller) {
    Signal with(@Nullable Value value) {
      return new Signal(failed, arrival, id, value, ttl, first);
    }
  }

  /** Handles a PUT. */
  @Nullable Answer put(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    return signal(false, path, query, request, response);
  }

  /** Handles a POST. */
  @Nullable Answer post(
      RequestPath path, Query query, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    return signal(true, path, query, request, response);
  }

  /** Returns the answer, or null if the body is read first and the request is answered later. */
  private @Nullable Answer signal(
      boolean arrival,
      RequestPath path,
      Query query,
      HttpServletRequest request,
      HttpServletResponse response)
      throws BadRequestException, IOException {
    Key key = KeyPaths.key(path);
    Announced announced =
        new Announced(
            key,
            "failed".equals(query.value(Parameters.STATUS)),
            arrival,
            query.name(Parameters.ID),
            ttl(query),
            Preconditions.first(request),
            contentType(request.getHeader("Content-Type")),
            Callers.of(request, query));
    if (!BodyReader.hasBody(request)) {
      return sender.nowOrLater(record(announced, null), request, response);
    }
    BodyReader.Limits limits = announced.failed() ? ofReason : ofValue;
    if (!announced.failed() && request.getContentLengthLong() > limits.read()) {
      return tooLong();
    }
    BodyReader.read(
        request, response, sender, limits, bodies, clock, body -> arrived(announced, body));
    return null;
  }

  /** Signals with the body that has arrived, and makes the answer. */
  private CompletableFuture<Answer> arrived(Announced announced, BodyReader.Body body) {
    if (announced.failed()) {
      // Recorded even if its reason is incomplete.
      byte[] reason = Reasons.shortened(body, maxBytes);
      return record(
          announced, reason.length == 0 ? null : new Value(reason, announced.contentType()));
    }
    return switch (body.end()) {
      case WHOLE ->
          body.length() > maxBytes
              ? now(tooLong())
              : record(
                  announced,
                  body.length() == 0 ? null : new Value(body.last(), announced.contentType()));
      case TOO_LONG -> now(tooLong());
      case TOO_SLOW ->
          now(
              Answer.error(
                  408,
                  "The body did not arrive within "
                      + BodyReader.LONGEST.toSeconds()
                      + " s; nothing was signalled"));
      case BROKEN -> now(Answer.error(400, "The body was incomplete; nothing was signalled"));
      case NO_ROOM ->
          now(
              Answer.noRoom(
                  "Too many bodies are being sent at the same time; nothing was signalled"));
    };
  }

  private static CompletableFuture<Answer> now(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private CompletableFuture<Answer> record(Announced announced, @Nullable Value value) {
    return signals
        .record(announced.key(), announced.with(value), announced.caller())
        .thenApply(recording -> answer(announced, recording));
  }

  private static Answer answer(Announced announced, Recording recording) {
    if (recording instanceof Recording.NoRoom noRoom) {
      return Answer.noRoom(LimitWords.of(noRoom.limit()));
    }
    if (recording instanceof Recording.Preceded other) {
      return preceded(announced.key(), other);
    }
    // The signaller gets its response before thousands of waits compete for the processors.
    return recording instanceof Recording.Recorded recorded && recorded.hasWaits()
        ? Answer.ok().whenBegun(recorded::release)
        : Answer.ok();
  }

  private static Answer preceded(Key key, Recording.Preceded other) {
    return Answer.error(
        412,
        "Signalled before",
        "Signalled before: " + key + ", by " + other.caller(),
        json -> {
          json.writeStringProperty("condition", key.name());
          json.writeStringProperty("signalled_by", other.caller());
          if (other.value() != null) {
            Values.write("value", other.value(), json);
          }
        });
  }

  private static @Nullable Duration ttl(Query query) throws BadRequestException {
    Duration ttl = query.duration(Parameters.TTL);
    if (ttl != null && (ttl.isZero() || ttl.compareTo(LONGEST_TTL) > 0)) {
      throw Parameters.TTL.refused("must be more than 0, and at most a year");
    }
    return ttl;
  }

  private Answer tooLong() {
    return Answer.error(413, "The body is longer than " + maxBytes + " bytes: send less");
  }

  /** Read from the header: some containers parse the type and fail on unknown ones. */
  private static @Nullable String contentType(@Nullable String said) throws BadRequestException {
    if (said == null || said.isEmpty() || said.startsWith(SAYS_NOTHING)) {
      return null;
    }
    if (!MEDIA_TYPE.matcher(said).matches()) {
      throw new BadRequestException(
          "The Content-Type is malformed: write, for example, Content-Type: application/json");
    }
    return said;
  }
}
