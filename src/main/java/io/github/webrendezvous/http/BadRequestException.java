package io.github.webrendezvous.http;

import java.util.regex.Pattern;

/** The error of an invalid request; the message says what to write instead. */
public final class BadRequestException extends Exception {
  /** The percent sign of an escape in a message. */
  private static final Pattern ESCAPE = Pattern.compile("(?<=write |as |\\()%(?=[0-9A-F]{2})");

  private final int status;
  private final transient Answer answer;

  public BadRequestException(String message) {
    this(400, message);
  }

  public BadRequestException(int status, String message) {
    this(status, message, Answer.error(status, message));
  }

  private BadRequestException(int status, String message, Answer answer) {
    super(message, null, false, false);
    this.status = status;
    this.answer = answer;
  }

  /** An unsupported method. */
  public static BadRequestException notAllowed(String message, String allowed) {
    return new BadRequestException(405, message, Answer.error(405, message).with("Allow", allowed));
  }

  /**
   * The same error for a term in a query: escapes in the message are encoded once more, as the term
   * is.
   */
  public BadRequestException in(String term) {
    String advice = ESCAPE.matcher(String.valueOf(getMessage())).replaceAll("%25");
    return new BadRequestException(
        status, term + (status == 403 ? ": " : " is invalid. ") + advice);
  }

  public Answer answer() {
    return answer;
  }
}
