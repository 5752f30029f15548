package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges failures of the system, for all kinds of probe: what they say about a target. */
final class Failures {
  /** Messages of the C library and the JDK for a lookup that may succeed the next time. */
  private static final List<String> TEMPORARY =
      List.of("temporary failure", "try again", "system error", "timed out");

  private static final List<String> UNREACHABLE =
      List.of("network is unreachable", "host is unreachable", "no route to host", "host is down");

  private Failures() {}

  /**
   * Judges a failed lookup. A temporary failure says nothing about the name, nor does one that the
   * JDK has cached, which has a message without a reason.
   */
  static Attempt ofLookUp(String host, Throwable failure) {
    if (!(failure instanceof UnknownHostException)) {
      return Attempt.notMade("could not look up \"" + host + "\": " + inWords(failure));
    }
    String message = String.valueOf(failure.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    boolean known = !message.equals(host) && TEMPORARY.stream().noneMatch(lower::contains);
    String words = "unknown host \"" + host + "\"";
    return known ? Attempt.closed(words) : Attempt.notMade(words);
  }

  /** The same if only the failure is known; its message begins with the name. */
  static Attempt ofLookUp(UnknownHostException failure) {
    return ofLookUp(String.valueOf(failure.getMessage()).replaceFirst(": .*", ""), failure);
  }

  /** The result of an attempt that the policy does not allow. */
  static Attempt ofDenial(DeniedException denied) {
    return Attempt.denied(String.valueOf(denied.getMessage()));
  }

  /**
   * Judges a failed connection; as not made, if the failure says nothing about the target.
   *
   * @param attempt in which it happened
   */
  static Attempt ofConnection(Throwable failure, PendingAttempt attempt) {
    Attempt judged = ifTelling(failure, attempt);
    return judged == null ? Attempt.notMade(inWords(failure)) : judged;
  }

  /** The same; null if the failure says nothing, so that its cause can be judged. */
  static @Nullable Attempt ifTelling(Throwable failure, PendingAttempt attempt) {
    if (failure instanceof DeniedException denied) {
      return ofDenial(denied);
    }
    String words = inWords(failure);
    if (NoSocketException.isMeantBy(failure)) {
      return Attempt.notMade(words);
    }
    if (failure instanceof SocketTimeoutException || words.contains("connection timed out")) {
      return attempt.unanswered();
    }
    if (failure instanceof NoRouteToHostException
        || (failure instanceof SocketException && UNREACHABLE.stream().anyMatch(words::contains))) {
      return Attempt.closed(words);
    }
    if (failure instanceof ConnectException && words.contains("refused")) {
      return Attempt.closed("connection refused");
    }
    return failure instanceof IOException && words.contains("reset")
        ? Attempt.answered(words)
        : null;
  }

  /** The message of a failure, on one line. */
  static String inWords(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isEmpty()) {
      return "no connection";
    }
    String line = ServerText.inOneLine(message);
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
