package io.github.webrendezvous.probe;

import io.github.webrendezvous.rendezvous.Attempt;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.settings.Durations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One running attempt. A probe reports its progress, so that an attempt that takes too long says
 * where the time went. The attempt ends once: with the result of the probe, when its time is over,
 * or when no wait needs it any more. Thread-safe.
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
   * The progress of an attempt.
   *
   * @param phase what it is doing
   * @param host the host that is looked up; null in other phases
   * @param address the host and port that are tried; null as long as there are none
   * @param reached whether a server has accepted a connection, at this address or an earlier one
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
   * @param attempt the result
   * @param address the host and port that were tried; null if none were
   * @param reached whether a server has accepted a connection, so that it may have logged the
   *     attempt
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
    Clock.Task timer = clock.after(timeout, () -> attempt.end(attempt.unanswered()));
    attempt.whenEnded(timer::cancel);
    return attempt;
  }

  /** The longest that it may take, including the lookup. */
  Duration timeout() {
    return timeout;
  }

  /** Reports that the name of a host is being looked up. */
  void looksUp(String host) {
    progress = new Progress(Phase.LOOK_UP, host, null, false);
  }

  /** Reports that the attempt waits for a free thread. */
  void waitsForThread() {
    progress = new Progress(Phase.QUEUE, null, null, false);
  }

  /**
   * Reports that a connection is being opened.
   *
   * @param address host and port, for people
   */
  void connects(String address) {
    progress = new Progress(Phase.CONNECT, null, address, progress.reached());
  }

  /** Reports that the connection is open and the TLS handshake has begun. */
  void handshakes() {
    progress = progress.in(Phase.TLS);
  }

  /** Reports that the server was reached, and is expected to respond. */
  void asks() {
    progress = progress.in(Phase.ANSWER);
  }

  /**
   * The result of an attempt whose time is over. It says something about the target only if a
   * connection was tried.
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

  /** Advice for slow servers. */
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

  /** Runs a task when it has ended, at once if it has ended: use it to close what was opened. */
  void whenEnded(Runnable task) {
    ended.whenComplete((end, defect) -> task.run());
  }

  /** Completes when it has ended; never exceptionally. */
  CompletableFuture<Ended> ended() {
    return ended;
  }
}
