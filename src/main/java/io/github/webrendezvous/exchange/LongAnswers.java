package io.github.webrendezvous.exchange;

import io.github.webrendezvous.http.Answer;
import io.github.webrendezvous.rendezvous.Budget;

/**
 * Limits the bytes of long answers that are held while clients read them. Thread-safe.
 *
 * @param room the bytes of long answers that clients may be reading at the same time
 */
public record LongAnswers(Budget room) {
  /** Bodies up to this size in bytes are not counted. */
  private static final int SHORT = 64 * 1_024;

  /** Takes room for bytes that are held until {@link #giveBack}; false if there is none. */
  public boolean take(byte[] held) {
    return room.take(held.length);
  }

  /** Gives back room for this many bytes. */
  public void giveBack(long bytes) {
    room.giveBack(bytes);
  }

  /** The answer, or 503 if too much is held already for slow clients. */
  public Answer withRoom(byte[] body, Answer answer) {
    if (body.length <= SHORT) {
      return answer;
    }
    return room.take(body.length)
        ? answer.whenDone(() -> room.giveBack(body.length))
        : Answer.noRoom("Too many long responses are being read at the same time");
  }
}
