package io.github.webrendezvous.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A complete response, made before any of it is sent. Immutable. */
public final class Answer {
  /** The media type of errors for clients that accept it (RFC 9457). */
  public static final String PROBLEM = "application/problem+json";

  private static final String JSON = "application/json";

  /** A linked list: each header refers to the one that was set before it. */
  private record Header(String name, String value, @Nullable Header before) {}

  private static final byte[] NOTHING = {};
  private static final Answer OK = ok(json -> {});

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(408, "Request Timeout"),
          Map.entry(410, "Gone"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(424, "Failed Dependency"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private final int status;
  private final @Nullable String contentType;
  private final @Nullable Header headers;
  private final byte[] body;

  /** The error, rendered in the form that the client accepts; null if this is not an error. */
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
   * @param body must not be changed any more
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
   * @param detail the error with all details, for people
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

  /** 503 for a limit that is reached now, but may not be soon. */
  public static Answer noRoom(String error) {
    return error(503, error).retryLater();
  }

  /** The same, with the advice to retry after a second. */
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

  /** The same, with a task to run as soon as the first bytes are written. */
  public Answer whenBegun(Runnable task) {
    return new Answer(status, contentType, headers, body, problem, once(task), whenDone);
  }

  /** The same, with a task to run once it is no longer held in memory. */
  public Answer whenDone(Runnable task) {
    return new Answer(status, contentType, headers, body, problem, whenBegun, once(task));
  }

  /** Makes a task run only once. */
  private static Runnable once(Runnable task) {
    AtomicBoolean ran = new AtomicBoolean();
    return () -> {
      if (ran.compareAndSet(false, true)) {
        task.run();
      }
    };
  }

  /** Runs the tasks that are left, as no more of it is sent. */
  public void end() {
    if (whenBegun != null) {
      whenBegun.run();
    }
    if (whenDone != null) {
      whenDone.run();
    }
  }

  /** The task to run once, as soon as the first bytes are written; null if there is none. */
  public @Nullable Runnable whenBegun() {
    return whenBegun;
  }

  /** Its body as it is without regard to a request: an error without the members of RFC 9457. */
  public byte[] body() {
    return problem == null ? body.clone() : rendered(problem, false);
  }

  public int status() {
    return status;
  }

  /** Whether there are tasks to run. */
  public boolean hasSequel() {
    return whenBegun != null || whenDone != null;
  }

  /**
   * Sets status and headers of the response, all but Content-Length.
   *
   * @param request its headers choose the form of an error
   * @return the body to send, which must not be changed
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
