package io.github.webrendezvous.stream;

import io.github.webrendezvous.http.Answer;
import java.nio.charset.StandardCharsets;

/**
 * How events are written to a stream. Immutable.
 *
 * <p>{@link #SSE} is Server-Sent Events (HTML Living Standard, section 9.2.6), {@link #LINES} is
 * newline-delimited JSON, in which an empty line has no meaning.
 */
public enum EventFormat {
  SSE("text/event-stream;charset=utf-8", ":\n\n"),
  LINES("application/x-ndjson", "\n");

  private final String contentType;
  private final String comment;

  EventFormat(String contentType, String comment) {
    this.contentType = contentType;
    this.comment = comment;
  }

  /** Status and headers of a stream. */
  public Answer head() {
    return Answer.of(200, contentType, new byte[0])
        .with("Cache-Control", "no-cache, no-store, no-transform")
        .with("X-Accel-Buffering", "no")
        .with("Vary", "Accept");
  }

  /** What a reader ignores; it shows that the stream is alive. */
  byte[] comment() {
    return comment.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * One message.
   *
   * @param type of the message; empty for an event of the journal
   * @param id by which a reader resumes; empty if it cannot
   * @param line one line of JSON with its line feed
   */
  byte[] message(String type, String id, byte[] line) {
    if (this == LINES) {
      return line.clone();
    }
    byte[] head =
        ((type.isEmpty() ? "" : "event: " + type + "\n")
                + (id.isEmpty() ? "" : "id: " + id + "\n")
                + "data: ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[head.length + line.length + 1];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(line, 0, message, head.length, line.length);
    message[message.length - 1] = '\n';
    return message;
  }
}
