package io.github.webrendezvous.web;

/** A request that is refused at once; the message says what to type instead. */
final class BadRequestException extends Exception {
  private final int status;
  private final transient Answer answer;

  BadRequestException(String message) {
    this(400, message);
  }

  BadRequestException(int status, String message) {
    this(status, message, Answer.error(status, message));
  }

  private BadRequestException(int status, String message, Answer answer) {
    super(message, null, false, false);
    this.status = status;
    this.answer = answer;
  }

  /** A method that means nothing where others do. */
  static BadRequestException notAllowed(String message, String allowed) {
    return new BadRequestException(405, message, Answer.error(405, message).with("Allow", allowed));
  }

  /** The same of a part of the request. */
  BadRequestException in(String part) {
    return new BadRequestException(status, part + " does not work. " + getMessage());
  }

  Answer answer() {
    return answer;
  }
}
