package io.github.webrendezvous.rendezvous;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every point of a registry uses. Thread-safe.
 *
 * @param waits one for each wait that is held
 * @param terms one for each term of these
 * @param targets one for each target that is probed
 * @param valueBytes the bytes of all values, reasons and ids
 * @param replica the signals of a store; null if signals are only in the points
 * @param tidy is called when there may be nothing left to remember at a point
 */
record PointContext(
    Clock clock,
    Journal journal,
    Releases releases,
    Budget waits,
    Budget terms,
    Budget targets,
    Budget valueBytes,
    @Nullable Replica replica,
    Consumer<MeetingPoint> tidy) {

  /** Takes room for a wait with that many terms; null if there was room. */
  @Nullable Limit takeRoom(int termCount) {
    if (!waits.take(1)) {
      return new Limit(Limit.Kind.WAITS, waits.most());
    }
    if (!terms.take(termCount)) {
      waits.giveBack(1);
      return new Limit(Limit.Kind.TERMS, waits.most());
    }
    return null;
  }

  /** Gives the room back that a wait has taken. */
  void giveBackRoom(int termCount) {
    waits.giveBack(1);
    terms.giveBack(termCount);
  }

  void release(List<WaitQueue> resolved) {
    releases.release(resolved);
  }
}
