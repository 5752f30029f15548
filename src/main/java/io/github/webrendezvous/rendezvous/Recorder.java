package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Records signals and resets in the points themselves: the whole of it if there is no store.
 * Thread-safe.
 */
final class Recorder {
  /** How often to make room for a value, as other signals may take that room first. */
  private static final int TRIES_FOR_ROOM = 16;

  private final Points points;
  private final PointContext context;
  private final Announcements announcements;

  Recorder(Points points, PointContext context, Announcements announcements) {
    this.points = points;
    this.context = context;
    this.announcements = announcements;
  }

  /** Records a signal; see {@link Registry#record}. */
  @CheckReturnValue
  Recording record(Key key, Signal signal, Caller caller) {
    // The clients that this releases come before the log.
    context.journal().delayReaders();
    try {
      return recordAndRelease(key, signal, caller);
    } finally {
      context.journal().wakeReaders();
    }
  }

  private Recording recordAndRelease(Key key, Signal signal, Caller caller) {
    Condition.Term term = new Condition.Signalled(key);
    for (int tries = 0; ; tries++) {
      Reception reception = points.visit(term, point -> ((KeyPoint) point).signal(signal, caller));
      if (reception == null) {
        return refused(key, caller, points.limit());
      }
      if (reception instanceof Reception.Applied applied) {
        announcements.done(key.name());
        return new Recording.Recorded(context.releases().releaseFew(applied.resolved()));
      }
      if (reception instanceof Reception.Preceded preceded) {
        return preceded.by();
      }
      if (reception instanceof Reception.Refused refused
          && (tries >= TRIES_FOR_ROOM || !makeRoom(refused))) {
        Signal bare = signal.withoutWhatTakesRoom();
        if (bare != null) {
          return recordAndRelease(key, bare, caller);
        }
        points.tidy(refused.point());
        return refused(key, caller, new Limit(Limit.Kind.VALUE_BYTES, context.valueBytes().most()));
      }
    }
  }

  private boolean makeRoom(Reception.Refused refused) {
    return points.makeRoom(context.valueBytes(), refused.bytes(), refused.point());
  }

  private Recording refused(Key key, Caller caller, Limit limit) {
    context
        .journal()
        .record(
            context.clock().micros(),
            Event.What.SIGNAL_REFUSED,
            key.name(),
            caller,
            new Event.LimitReached(limit));
    return new Recording.NoRoom(limit);
  }

  /** Resets a key, if it is known, and returns the queues that this has resolved. */
  List<WaitQueue> reset(Key key, Caller caller) {
    return points.get(key.name()) instanceof KeyPoint point ? reset(point, caller) : List.of();
  }

  /**
   * Several keys that were reset.
   *
   * @param known how many there were
   * @param resolved the queues that this has resolved
   */
  record Resets(int known, List<WaitQueue> resolved) {}

  /** Resets every key whose name begins so, one after the other. */
  Resets resetAll(String prefix, Caller caller) {
    int known = 0;
    List<WaitQueue> resolved = new ArrayList<>();
    for (MeetingPoint point : points.all()) {
      if (point instanceof KeyPoint key && key.path().startsWith(prefix)) {
        known++;
        resolved.addAll(reset(key, caller));
      }
    }
    return new Resets(known, resolved);
  }

  private List<WaitQueue> reset(KeyPoint point, Caller caller) {
    announcements.done(point.path());
    List<WaitQueue> resolved = point.reset(caller);
    points.tidy(point);
    return resolved;
  }
}
