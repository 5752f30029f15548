package io.github.webrendezvous.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole answer, made before anything of it is sent. Immutable. */
final class Answer {
  private static final String JSON = "application/json";

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private Answer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of("Content-Type", contentType), body);
  }

  static Answer json(int status, byte[] json) {
    return of(status, JSON, json);
  }

  /** {@code {"ok":true}}. */
  static Answer ok() {
    return json(200, Json.line(json -> json.writeBooleanProperty("ok", true)));
  }

  /** {@code {"ok":false,"error":"…"}}. */
  static Answer error(int status, String error) {
    return json(
        status,
        Json.line(
            json -> {
              json.writeBooleanProperty("ok", false);
              json.writeStringProperty("error", error);
            }));
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }

  void write(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    setCommonHeaders(response);
    headers.forEach(response::setHeader);
    response.setContentLength(body.length);
    if (body.length > 0) {
      // To a HEAD as well: the container leaves it out. It does not know that "head" is one, and
      // would wait for the bytes
      // that it announced. All of it fits the buffer, so that the container sends it by itself and
      // no slow client
      // holds this thread.
      if (response.getBufferSize() < body.length) {
        response.setBufferSize(body.length);
      }
      response.getOutputStream().write(body);
    }
  }

  /** What every answer carries, pages too. */
  static void setCommonHeaders(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
  }
}
