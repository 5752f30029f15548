package io.github.webrendezvous.web;

/** A request that is refused at once; the message says what to type instead. */
final class BadRequestException extends Exception {
  private final transient Answer answer;

  BadRequestException(String message) {
    this(400, message);
  }

  BadRequestException(int status, String message) {
    this(message, Answer.error(status, message));
  }

  private BadRequestException(String message, Answer answer) {
    super(message, null, false, false);
    this.answer = answer;
  }

  /** A method that means nothing where others do. */
  static BadRequestException notAllowed(String message, String allowed) {
    return new BadRequestException(message, Answer.error(405, message).with("Allow", allowed));
  }

  Answer answer() {
    return answer;
  }
}
