package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One key or target, and the waits parked on it. Every change happens under its own lock, which is
 * never held while anything but the journal is called. A point that nothing is known of retires and
 * is replaced by a new one when it is asked for again.
 */
abstract class MeetingPoint {
  /** What became of a wait that came to a meeting point. */
  sealed interface Arrival {
    /** It stands in line. */
    record Parked() implements Arrival {}

    /** How it ended at once, as its condition is settled already. */
    record Decided(Outcome outcome) implements Arrival {}

    /** The point has retired; another has taken its place. */
    record Retired() implements Arrival {}

    /** It would have to park, and there are too many that do. */
    record Refused() implements Arrival {}
  }

  /**
   * What every point of a registry uses.
   *
   * @param waits one for each wait that is parked
   * @param terms one for each of its terms
   * @param tidy is called when there may be nothing left to remember at a point
   */
  record PointContext(
      Clock clock,
      Journal journal,
      Budget waits,
      Budget terms,
      Budget valueBytes,
      Consumer<MeetingPoint> tidy) {}

  private static final Arrival PARKED = new Arrival.Parked();
  private static final Arrival RETIRED = new Arrival.Retired();
  private static final Arrival REFUSED = new Arrival.Refused();

  private final String path;
  final PointContext surroundings;

  /** How many stand in the lines that were not handed over. */
  @GuardedBy("this")
  private int parked;

  @GuardedBy("this")
  private KeyStatus.@Nullable Timeout timeout;

  @GuardedBy("this")
  private boolean retired;

  /** When anything last happened here that is worth remembering, on the clock. */
  @GuardedBy("this")
  private long touchedNanos;

  MeetingPoint(String path, PointContext surroundings) {
    this.path = path;
    this.surroundings = surroundings;
    this.touchedNanos = clock().nanos();
  }

  final Clock clock() {
    return surroundings.clock();
  }

  final Journal journal() {
    return surroundings.journal();
  }

  final String path() {
    return path;
  }

  /**
   * A wait comes for a term.
   *
   * @param leaf where the term stands among several; null if it is the whole condition
   */
  final synchronized Arrival arrive(
      Wait wait, Condition.Term term, Evaluation.@Nullable Leaf leaf) {
    if (retired) {
      return RETIRED;
    }
    touch();
    Outcome known = known(term);
    if (known != null) {
      return new Arrival.Decided(known);
    }
    if (!wait.isCounted() && !takeRoomFor(wait)) {
      return REFUSED;
    }
    wait.standsAt(park(wait, leaf));
    parked++;
    return PARKED;
  }

  private boolean takeRoomFor(Wait wait) {
    if (!surroundings.waits().take(1)) {
      return false;
    }
    if (!surroundings.terms().take(wait.termCount())) {
      surroundings.waits().giveBack(1);
      return false;
    }
    return true;
  }

  /** How a wait would end that came now; null if it would have to park. */
  final synchronized @Nullable Outcome decidedFor(Condition.Term term) {
    Outcome known = retired ? null : known(term);
    if (known != null) {
      touch();
    }
    return known;
  }

  /** Takes the place of a settled wait out of its line, if that was not handed over. */
  final synchronized void leave(Waiter place) {
    if (place.line != null && place.line.decided() == null) {
      takeOut(place, place.line);
    }
  }

  @GuardedBy("this")
  private void takeOut(Waiter place, WaitQueue from) {
    from.leave(place);
    parked--;
    left(from, place);
    if (parked == 0) {
      emptied();
    }
  }

  /**
   * Stamps lines with the outcome that stands from now on, however late their waits are told of it.
   * Nobody joins them or leaves them any more: the point must put others in their stead.
   */
  @GuardedBy("this")
  final void handOver(List<WaitQueue> lines, Outcome decided) {
    int before = parked;
    for (WaitQueue line : lines) {
      line.decide(decided);
      parked -= line.size();
    }
    if (parked == 0 && before > 0) {
      emptied();
    }
  }

  /** The last wait that timed out here; null once what was missing has come. */
  @GuardedBy("this")
  final void setTimeout(KeyStatus.@Nullable Timeout last) {
    timeout = last;
    if (last != null) {
      missed();
    }
  }

  /** Retires, if there is nothing to remember. */
  final synchronized boolean retire() {
    retired = retired || (parked == 0 && timeout == null && !isSettled());
    return retired;
  }

  /** How old it is, if it could be forgotten; null if somebody is parked on it. */
  final synchronized Points.@Nullable Idle idle() {
    return parked == 0 ? new Points.Idle(this, isSettled(), touchedNanos, bytesHeld()) : null;
  }

  /** Retires with all that is remembered, if nobody is parked. */
  final synchronized boolean forgetIfIdle() {
    if (parked > 0 || retired) {
      return false;
    }
    if (isSettled()) {
      journal().record(Event.What.FORGOTTEN, path, null, "as there is no room for more");
    }
    timeout = null;
    forget();
    retired = true;
    return true;
  }

  /** Something has happened that makes it younger. */
  @GuardedBy("this")
  final void touch() {
    touchedNanos = clock().nanos();
  }

  @GuardedBy("this")
  final boolean hasRetired() {
    return retired;
  }

  final synchronized KeyStatus standing() {
    return new KeyStatus(
        path, waits(), timeout, held(), failure(), arrivals(), parked == 0 ? null : look());
  }

  /**
   * How a wait ends whose deadline has come.
   *
   * @param outcome as decided before, else that it has timed out, which is decided now
   * @param timeout what is remembered of it, if it is decided now
   */
  record Ending(Outcome outcome, KeyStatus.@Nullable Timeout timeout) {}

  /** How a wait ends whose deadline has come; null if it has left. */
  final synchronized @Nullable Ending atDeadline(Waiter place) {
    WaitQueue line = place.line;
    if (line == null) {
      return null;
    }
    Outcome before = line.decided();
    if (before != null) {
      return new Ending(before, null);
    }
    Missing missing = missing(place);
    Outcome timedOut = new Outcome.TimedOut(missing);
    takeOut(place, line);
    WaitQueue alone = new WaitQueue();
    alone.join(place);
    alone.decide(timedOut);
    KeyStatus.Timeout now = timeoutOf(place.wait, missing);
    setTimeout(now);
    return new Ending(timedOut, now);
  }

  /** The record of a wait that times out at this moment. */
  final KeyStatus.Timeout timeoutOf(Wait wait, Missing missing) {
    return new KeyStatus.Timeout(
        clock().now(), wait.caller(), wait.waitedBy(clock()), Truncated.of(missing.inWords()));
  }

  /** Says more of what was missing, if that is still the last that was missed. */
  final synchronized void explain(KeyStatus.Timeout before, Missing missing) {
    if (before.equals(timeout)) {
      timeout =
          new KeyStatus.Timeout(
              before.at(), before.caller(), before.waited(), Truncated.of(missing.inWords()));
    }
  }

  /** What stands in the way of a wait. */
  @GuardedBy("this")
  abstract Missing missing(Waiter place);

  /**
   * What this point has said of a wait, whether it was told or not; null while it stands in line.
   */
  final synchronized @Nullable Outcome decided(Waiter place) {
    return place.line == null ? null : place.line.decided();
  }

  /** Who waits, in the order in which they came. */
  @GuardedBy("this")
  abstract List<Wait> waits();

  /** Gives a wait a place in the line that is for it. */
  @GuardedBy("this")
  abstract Waiter park(Wait wait, Evaluation.@Nullable Leaf leaf);

  /** How a wait ends that comes now; null if it must park. */
  @GuardedBy("this")
  abstract @Nullable Outcome known(Condition.Term term);

  /** Since when it holds, or last held; null if it never did. */
  @GuardedBy("this")
  abstract @Nullable Instant held();

  /** That it is said never to hold; null if it is not. */
  @GuardedBy("this")
  KeyStatus.@Nullable Failure failure() {
    return null;
  }

  /** How many have come. */
  @GuardedBy("this")
  long arrivals() {
    return 0;
  }

  /** How many bytes of values and ids it holds. */
  @GuardedBy("this")
  long bytesHeld() {
    return 0;
  }

  /** Whether a wait for that many arrivals would be released here at once. */
  final synchronized boolean wouldRelease(long count) {
    return held() != null && arrivals() >= count;
  }

  /** Whether anything is known but who waits and who timed out. */
  final synchronized boolean isSettled() {
    return held() != null || failure() != null;
  }

  /** What the probe saw since the first of the waits began; null for a key. */
  @GuardedBy("this")
  Missing.@Nullable Look look() {
    return null;
  }

  /** Somebody has left a line that was not handed over. */
  @GuardedBy("this")
  void left(WaitQueue from, Waiter place) {}

  /** Forgets what settles it. */
  @GuardedBy("this")
  abstract void forget();

  /** A wait has timed out. */
  @GuardedBy("this")
  void missed() {}

  /** The last in line has gone. */
  @GuardedBy("this")
  void emptied() {}
}
