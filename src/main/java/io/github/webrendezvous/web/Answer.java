package io.github.webrendezvous.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A whole answer, made before anything of it is sent. Immutable. */
final class Answer {
  /** Errors for a client that asks for them so (RFC 9457). */
  static final String PROBLEM = "application/problem+json";

  private static final String JSON = "application/json";

  /** One of several, the one that was set before it first; null after the last. */
  private record Header(String name, String value, @Nullable Header before) {}

  private static final byte[] NOTHING = {};
  private static final Answer OK = ok(json -> {});

  private static final Map<Integer, String> PHRASES =
      Map.of(
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          408, "Request Timeout",
          410, "Gone",
          413, "Content Too Large",
          414, "URI Too Long",
          424, "Failed Dependency",
          503, "Service Unavailable",
          504, "Gateway Timeout");

  private final int status;
  private final @Nullable String contentType;
  private final @Nullable Header headers;
  private final byte[] body;

  /** What is said instead of the body, in the form that the client asks for; null if no error. */
  private final @Nullable Problem problem;

  private record Problem(String detail, Consumer<JsonGenerator> members) {}

  private Answer(
      int status,
      @Nullable String contentType,
      @Nullable Header headers,
      byte[] body,
      @Nullable Problem problem) {
    this.status = status;
    this.contentType = contentType;
    this.headers = headers;
    this.body = body;
    this.problem = problem;
  }

  static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, null, body, null);
  }

  /** {@code {"ok":true}}. */
  static Answer ok() {
    return OK;
  }

  /** {@code {"ok":true, …}}. */
  static Answer ok(Consumer<JsonGenerator> more) {
    byte[] body =
        Json.line(
            json -> {
              json.writeBooleanProperty("ok", true);
              more.accept(json);
            });
    return of(200, JSON, body);
  }

  /** {@code {"ok":false,"error":"…"}}. */
  static Answer error(int status, String error) {
    return error(status, error, error, json -> {});
  }

  /**
   * {@code {"ok":false,"error":"…", …}}.
   *
   * @param detail the error with all that is known, for people
   */
  static Answer error(int status, String error, String detail, Consumer<JsonGenerator> more) {
    Consumer<JsonGenerator> members =
        json -> {
          json.writeBooleanProperty("ok", false);
          json.writeStringProperty("error", error);
          more.accept(json);
        };
    return new Answer(status, JSON, null, NOTHING, new Problem(detail, members));
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

  /** That something is full which may be less full soon. */
  static Answer noRoom(String limit) {
    return error(503, "No room: " + limit).retryLater();
  }

  /** The same, for a client that may ask again in a second. */
  Answer retryLater() {
    return with("Retry-After", "1");
  }

  static Answer empty(int status) {
    return new Answer(status, null, null, NOTHING, null);
  }

  Answer with(String header, String value) {
    return new Answer(status, contentType, new Header(header, value, headers), body, problem);
  }

  void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(status);
    if (problem == null) {
      write(contentType, body, response);
    } else {
      boolean detailed = Accept.problem(request);
      write(detailed ? PROBLEM : JSON, rendered(problem, detailed), response);
    }
  }

  private void write(@Nullable String type, byte[] bytes, HttpServletResponse response)
      throws IOException {
    setCommonHeaders(response);
    for (Header header = headers; header != null; header = header.before()) {
      response.setHeader(header.name(), header.value());
    }
    response.setContentLength(bytes.length);
    if (type != null) {
      response.setContentType(type);
    }
    if (bytes.length > 0) {
      // To a HEAD as well: the container leaves it out. It does not know that "head" is one, and
      // would wait for the bytes that it announced. All of it fits the buffer, so that the
      // container sends it by itself and no slow client holds this thread.
      if (response.getBufferSize() < bytes.length) {
        response.setBufferSize(bytes.length);
      }
      response.getOutputStream().write(bytes);
    }
  }

  /** What every answer carries, pages too. */
  static void setCommonHeaders(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
  }
}
