package io.github.webrendezvous.web;

/** A request that cannot be understood; the message says what to type instead. */
final class BadRequestException extends Exception {
  private final int status;

  BadRequestException(String message) {
    this(400, message);
  }

  BadRequestException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  Answer answer() {
    return Answer.error(status, String.valueOf(getMessage()));
  }
}
