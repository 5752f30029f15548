package io.github.webrendezvous.web;

import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.Value;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code PUT /{key}} and {@code POST /{key}}: signals it. Thread-safe. */
final class SignalHandler {
  private static final Logger LOG = System.getLogger(SignalHandler.class.getName());

  /** The longest value, in bytes. */
  static final int MAX_VALUE = 64 * 1_024;

  /**
   * How much is read of a body that is too long: the container hangs up on who is still sending,
   * and the answer may be lost with the connection.
   */
  private static final int MOST_READ = 1_024 * 1_024;

  static final List<Parameter> ON_PUT = List.of(Parameter.STATUS, Parameter.TTL);
  static final List<Parameter> ON_POST = List.of(Parameter.STATUS, Parameter.TTL, Parameter.ID);

  private static final Duration LONGEST_TTL = Duration.ofDays(365);

  // A media type as of RFC 9110, section 8.3.1, with parameters of any visible form.
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]{1,64}/[\\w!#$&^.+-]{1,64}(?:\\s*;[\\x20-\\x7e]{0,128})?");

  /** What curl's {@code -d} always says, whatever it sends. */
  private static final String SAYS_NOTHING = "application/x-www-form-urlencoded";

  private final Registry registry;

  SignalHandler(Registry registry) {
    this.registry = registry;
  }

  void handle(RequestPath path, HttpServletRequest request, HttpServletResponse response)
      throws BadRequestException, IOException {
    Key key = path.key();
    boolean arrival = request.getMethod().equals("POST");
    Query query = Query.read(request, arrival ? ON_POST : ON_PUT);
    boolean failed = "failed".equals(query.value(Parameter.STATUS));
    Signal signal =
        new Signal(failed, arrival, query.name(Parameter.ID), value(request), ttl(query));
    String noRoom =
        registry.signal(key, signal, request.getRemoteAddr(), () -> sendOk(request, response));
    if (noRoom != null) {
      Answer.noRoom(noRoom).write(request, response);
    } else if (!response.isCommitted()) {
      Answer.ok().write(request, response);
    }
  }

  /** Sends it at once, before the threads that answer thousands of waits want the processors. */
  private static void sendOk(HttpServletRequest request, HttpServletResponse response) {
    try {
      Answer.ok().write(request, response);
      response.flushBuffer();
    } catch (IOException e) {
      LOG.log(Logger.Level.DEBUG, "The signaller went away; its signal stands", e);
    }
  }

  private static @Nullable Duration ttl(Query query) throws BadRequestException {
    Duration ttl = query.duration(Parameter.TTL);
    if (ttl != null && (ttl.isZero() || ttl.compareTo(LONGEST_TTL) > 0)) {
      throw Parameter.TTL.refused("must be more than 0, and at most a year");
    }
    return ttl;
  }

  /** The body; null if it is empty. */
  private static @Nullable Value value(HttpServletRequest request)
      throws BadRequestException, IOException {
    if (request.getContentLengthLong() > MOST_READ) {
      throw tooLong();
    }
    PushbackInputStream from = new PushbackInputStream(request.getInputStream());
    int first = from.read();
    if (first < 0) {
      return null; // As most are; a buffer to read into would be for nothing.
    }
    from.unread(first);
    byte[] body = from.readNBytes(MAX_VALUE + 1);
    if (body.length > MAX_VALUE) {
      from.skip(MOST_READ - body.length);
      throw tooLong();
    }
    return new Value(body, contentType(request.getContentType()));
  }

  private static BadRequestException tooLong() {
    return new BadRequestException(
        413, "The body is longer than " + MAX_VALUE + " bytes: send less");
  }

  private static @Nullable String contentType(@Nullable String said) throws BadRequestException {
    if (said == null || said.isEmpty() || said.startsWith(SAYS_NOTHING)) {
      return null;
    }
    if (!MEDIA_TYPE.matcher(said).matches()) {
      throw new BadRequestException(
          "The Content-Type is malformed: write, say, Content-Type: application/json");
    }
    return said;
  }
}
