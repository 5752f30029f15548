package io.github.webrendezvous.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A whole answer, made before anything of it is sent. Immutable. */
public final class Answer {
  /** Errors for a client that asks for them so (RFC 9457). */
  public static final String PROBLEM = "application/problem+json";

  private static final String JSON = "application/json";

  /** One of several, the one that was set before it first; null after the last. */
  private record Header(String name, String value, @Nullable Header before) {}

  private static final byte[] NOTHING = {};
  private static final Answer OK = ok(json -> {});

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(410, "Gone"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(424, "Failed Dependency"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private final int status;
  private final @Nullable String contentType;
  private final @Nullable Header headers;
  private final byte[] body;

  /** What is said instead of the body, in the form that the client asks for; null if no error. */
  private final @Nullable Problem problem;

  private record Problem(String detail, Consumer<JsonGenerator> members) {}

  private final @Nullable Runnable whenBegun;
  private final @Nullable Runnable whenDone;

  private Answer(
      int status,
      @Nullable String contentType,
      @Nullable Header headers,
      byte[] body,
      @Nullable Problem problem,
      @Nullable Runnable whenBegun,
      @Nullable Runnable whenDone) {
    this.status = status;
    this.contentType = contentType;
    this.headers = headers;
    this.body = body;
    this.problem = problem;
    this.whenBegun = whenBegun;
    this.whenDone = whenDone;
  }

  private Answer(int status, @Nullable String type, byte[] body, @Nullable Problem problem) {
    this(status, type, null, body, problem, null, null);
  }

  /**
   * An answer with a body of any type.
   *
   * @param body which nobody may change from now on
   */
  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, body, null);
  }

  /** {@code {"ok":true}}. */
  public static Answer ok() {
    return OK;
  }

  /** {@code {"ok":true, …}}. */
  public static Answer ok(Consumer<JsonGenerator> more) {
    return ok(okBody(more));
  }

  /** A body that {@link #okBody} has made. */
  public static Answer ok(byte[] body) {
    return of(200, JSON, body);
  }

  /** {@code {"ok":true, …}} as bytes. */
  public static byte[] okBody(Consumer<JsonGenerator> more) {
    return Json.line(
        json -> {
          json.writeBooleanProperty("ok", true);
          more.accept(json);
        });
  }

  /** {@code {"ok":false,"error":"…"}}. */
  public static Answer error(int status, String error) {
    return error(status, error, error, json -> {});
  }

  /**
   * {@code {"ok":false,"error":"…", …}}.
   *
   * @param detail the error with all that is known, for people
   */
  public static Answer error(
      int status, String error, String detail, Consumer<JsonGenerator> more) {
    Consumer<JsonGenerator> members =
        json -> {
          json.writeBooleanProperty("ok", false);
          json.writeStringProperty("error", error);
          more.accept(json);
        };
    return new Answer(status, JSON, NOTHING, new Problem(detail, members));
  }

  /** An error as bytes, with the members of RFC 9457 or without. */
  private byte[] rendered(Problem error, boolean detailed) {
    return Json.line(
        json -> {
          if (detailed) {
            // Without a type the title is the status in words (section 4.2.1).
            json.writeStringProperty("title", PHRASES.getOrDefault(status, "Error"));
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", error.detail());
          }
          error.members().accept(json);
        });
  }

  /** An error of a limit that is reached, but may not be soon. */
  public static Answer noRoom(String error) {
    return error(503, error).retryLater();
  }

  /** The same, for a client that may ask again in a second. */
  public Answer retryLater() {
    return with("Retry-After", "1");
  }

  public static Answer empty(int status) {
    return new Answer(status, null, NOTHING, null);
  }

  public Answer with(String header, String value) {
    return new Answer(
        status,
        contentType,
        new Header(header, value, headers),
        body,
        problem,
        whenBegun,
        whenDone);
  }

  /** The same, with something to do as soon as the first bytes were handed to the system. */
  public Answer whenBegun(Runnable task) {
    return new Answer(status, contentType, headers, body, problem, once(task), whenDone);
  }

  /** The same, with something to do once nothing of it is held in memory any more. */
  public Answer whenDone(Runnable task) {
    return new Answer(status, contentType, headers, body, problem, whenBegun, once(task));
  }

  /** A task that several may find due. */
  private static Runnable once(Runnable task) {
    AtomicBoolean ran = new AtomicBoolean();
    return () -> {
      if (ran.compareAndSet(false, true)) {
        task.run();
      }
    };
  }

  /** Does what is to be done, as nothing of it is sent any more. */
  public void end() {
    if (whenBegun != null) {
      whenBegun.run();
    }
    if (whenDone != null) {
      whenDone.run();
    }
  }

  /** What to do as soon as the first bytes were handed to the system, once; null if nothing. */
  public @Nullable Runnable whenBegun() {
    return whenBegun;
  }

  /** Whether there is something to do after it is handed to the container. */
  public boolean hasSequel() {
    return whenBegun != null || whenDone != null;
  }

  /**
   * Sets status and headers of the response, all but Content-Length.
   *
   * @param request says in which form the client wants an error
   * @return the body to send, which nobody may change
   */
  public byte[] prepare(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    for (Header header = headers; header != null; header = header.before()) {
      response.setHeader(header.name(), header.value());
    }
    boolean detailed = problem != null && Accept.problem(request);
    String type = detailed ? PROBLEM : contentType;
    if (type != null) {
      response.setContentType(type);
    }
    return problem == null ? body : rendered(problem, detailed);
  }
}
