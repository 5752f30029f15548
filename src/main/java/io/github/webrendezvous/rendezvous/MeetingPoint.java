package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One key or target, and the waits parked on it. Every change happens under its own lock, which is
 * never held while anything but the journal is called. A point that nothing is known of retires and
 * is replaced by a new one when it is asked for again.
 */
abstract class MeetingPoint {
  /** What became of a wait that came to a meeting point. */
  enum Arrival {
    /** It stands in line. */
    PARKED,
    /** Its condition holds already. */
    HOLDS,
    /** The point has retired; another has taken its place. */
    RETIRED
  }

  private final String path;

  @GuardedBy("this")
  private Line line = new Line();

  @GuardedBy("this")
  private Standing.@Nullable Timeout timeout;

  @GuardedBy("this")
  private boolean retired;

  MeetingPoint(String path) {
    this.path = path;
  }

  final String path() {
    return path;
  }

  final synchronized Arrival arrive(Wait wait) {
    if (retired) {
      return Arrival.RETIRED;
    }
    if (holds()) {
      return Arrival.HOLDS;
    }
    wait.parkAt(this);
    boolean first = line.isEmpty();
    line.join(wait);
    joined(wait, first);
    return Arrival.PARKED;
  }

  /** Takes a settled wait out of the line, and remembers that it timed out, if it did. */
  final synchronized void leave(Wait wait, Standing.@Nullable Timeout timedOut) {
    if (!line.leave(wait)) {
      return;
    }
    if (timedOut != null) {
      timeout = timedOut;
      missed();
    }
    if (line.isEmpty()) {
      emptied();
    }
  }

  /**
   * Hands over everybody who waits, with the outcome that stands from now on, however late they are
   * told of it. The line is another one afterwards.
   */
  @GuardedBy("this")
  final Line open(Outcome decided) {
    Line opened = line;
    opened.decide(decided);
    line = new Line();
    timeout = null;
    if (!opened.isEmpty()) {
      emptied();
    }
    return opened;
  }

  /** Retires, if there is nothing to remember. */
  final synchronized boolean retire() {
    retired = retired || (line.isEmpty() && timeout == null && held() == null);
    return retired;
  }

  @GuardedBy("this")
  final boolean hasRetired() {
    return retired;
  }

  final synchronized Standing standing() {
    return new Standing(path, line.toList(), timeout, held(), line.isEmpty() ? null : look(0));
  }

  /** How a wait ends whose deadline has come: as decided before, or timed out. */
  final synchronized Outcome atDeadline(Wait wait) {
    Outcome decided = decided(wait);
    return decided != null
        ? decided
        : new Outcome.TimedOut(new Missing(path, look(wait.attemptsBefore)));
  }

  /** How a wait has ended that was let go, whether it was told or not; null for any other. */
  final synchronized @Nullable Outcome decided(Wait wait) {
    return wait.line == null ? null : wait.line.decided();
  }

  /** Whether a wait that comes now need not park. */
  @GuardedBy("this")
  abstract boolean holds();

  /** Since when it holds, or last held; null if it never did. */
  @GuardedBy("this")
  abstract @Nullable Instant held();

  /** What the probe saw, not counting that many attempts; null for a key. */
  @GuardedBy("this")
  Missing.@Nullable Look look(long attemptsBefore) {
    return null;
  }

  /** Somebody has joined the line. */
  @GuardedBy("this")
  void joined(Wait wait, boolean first) {}

  /** A wait has timed out. */
  @GuardedBy("this")
  void missed() {}

  /** The last in line has gone. */
  @GuardedBy("this")
  void emptied() {}
}
