package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.settings.Durations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that is under way. A probe says how far the attempt has come, so that an attempt that
 * takes too long says what took the time. The attempt ends once: with what the probe has found,
 * when its time is over, or when nobody waits for it any more. Thread-safe.
 */
public final class PendingAttempt {
  /** The longest that any attempt may take. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration SUGGESTED = Duration.ofSeconds(5);

  private enum Phase {
    QUEUE,
    LOOK_UP,
    CONNECT,
    TLS,
    ANSWER
  }

  /**
   * How far it has come.
   *
   * @param host that is looked up; null in other phases
   * @param address that is tried, as host and port; null as long as there is none
   * @param reached whether a server has taken a connection, at this address or an earlier one
   */
  private record Progress(
      Phase phase, @Nullable String host, @Nullable String address, boolean reached) {
    Progress in(Phase next) {
      return new Progress(next, null, address, true);
    }
  }

  /**
   * How it ended.
   *
   * @param attempt as the probe says it
   * @param address that was tried, as host and port; null if none was
   * @param reached whether a server has taken a connection, so that it may have logged the attempt
   */
  record Ended(Attempt attempt, @Nullable String address, boolean reached) {}

  private final Duration timeout;
  private final CompletableFuture<Ended> ended = new CompletableFuture<>();

  /** Written by the thread that makes the attempt, one at a time. */
  private volatile Progress progress = new Progress(Phase.QUEUE, null, null, false);

  private PendingAttempt(Duration timeout) {
    this.timeout = timeout;
  }

  /** Begins an attempt that ends by itself when its time is over. */
  static PendingAttempt start(Clock clock, Duration timeout) {
    PendingAttempt attempt = new PendingAttempt(timeout);
    Clock.Task alarm = clock.after(timeout, () -> attempt.end(attempt.unanswered()));
    attempt.whenEnded(alarm::cancel);
    return attempt;
  }

  /** The longest that it may take, look-up included. */
  Duration timeout() {
    return timeout;
  }

  /** The name of a host is being looked up. */
  void looksUp(String host) {
    progress = new Progress(Phase.LOOK_UP, host, null, false);
  }

  /** The attempt waits until a thread is free. */
  void waitsForThread() {
    progress = new Progress(Phase.QUEUE, null, null, false);
  }

  /**
   * A connection is being opened.
   *
   * @param address host and port, as people know them
   */
  void connects(String address) {
    progress = new Progress(Phase.CONNECT, null, address, progress.reached());
  }

  /** The connection is open, and TLS is being agreed on. */
  void handshakes() {
    progress = progress.in(Phase.TLS);
  }

  /** The server has been asked, and is to answer. */
  void asks() {
    progress = progress.in(Phase.ANSWER);
  }

  /**
   * What an attempt has found for which the time is over. It tells something of its target only if
   * a connection was tried.
   */
  Attempt unanswered() {
    Progress now = progress;
    String within = " within " + Durations.format(timeout);
    return switch (now.phase()) {
      case QUEUE -> Attempt.notMade("no thread was free" + within);
      case LOOK_UP ->
          Attempt.notMade("no answer when looking up \"" + now.host() + "\"" + within + remedy());
      case CONNECT -> Attempt.unanswered("no connection" + within);
      case TLS -> Attempt.unanswered("no TLS handshake" + within + remedy());
      case ANSWER -> Attempt.unanswered("no answer" + within + remedy());
    };
  }

  /** How to give a server that is slow more time. */
  private String remedy() {
    if (timeout.compareTo(LONGEST) >= 0) {
      return "";
    }
    Duration more = SUGGESTED.compareTo(timeout) > 0 ? SUGGESTED : timeout.multipliedBy(2);
    Duration possible = more.compareTo(LONGEST) > 0 ? LONGEST : more;
    return " (attempt=" + possible.toSeconds() + "s allows more)";
  }

  /** Ends it, if it has not ended. */
  void end(Attempt attempt) {
    Progress last = progress;
    ended.complete(new Ended(attempt, last.address(), last.reached()));
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  /**
   * Runs a task when it has ended, at once if it has already: the place to close what was opened.
   */
  void whenEnded(Runnable task) {
    ended.whenComplete((end, defect) -> task.run());
  }

  /** Completes when it has ended; never exceptionally. */
  CompletableFuture<Ended> ended() {
    return ended;
  }
}
