package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.List;
import java.util.function.Function;

/**
 * Applies to the points what a store has recorded, after the {@link Replica} has it. Thread-safe,
 * but the changes must come one after the other, in the order of the store.
 */
final class Follower {
  private final Replica replica;
  private final Points points;
  private final PointContext context;
  private final Announcements announcements;
  private final Recorder recorder;

  Follower(
      Replica replica,
      Points points,
      PointContext context,
      Announcements announcements,
      Recorder recorder) {
    this.replica = replica;
    this.points = points;
    this.context = context;
    this.announcements = announcements;
    this.recorder = recorder;
  }

  /** Applies a change, and returns the queues that it has resolved. */
  @CheckReturnValue
  List<WaitQueue> apply(Change change, long nowMicros) {
    if (change instanceof Change.Signalled signalled) {
      Latch latch = replica.signalled(signalled, nowMicros);
      return apply(signalled.key(), point -> point.apply(signalled, latch));
    }
    replica.apply(change, nowMicros);
    if (change instanceof Change.Reset reset) {
      return recorder.reset(reset.key(), reset.caller());
    }
    if (change instanceof Change.ResetAll all) {
      return recorder.resetAll(all.prefix(), all.caller()).resolved();
    }
    if (change instanceof Change.Forgotten forgotten) {
      forget(forgotten.key().name());
      context
          .journal()
          .record(
              change.atMicros(),
              Event.What.FORGOTTEN,
              forgotten.key().name(),
              null,
              Event.NO_ROOM_FOR_MORE);
    }
    return List.of();
  }

  /** Applies everything that a store holds; see {@link Registry#restore}. */
  void restore(List<SavedLatch> saved, long nowMicros) {
    for (String path : replica.restore(saved, nowMicros)) {
      Latch latch = replica.latch(path);
      if (latch.isSet()) {
        context.release(apply(new Key(path), point -> point.apply(latch)));
      } else {
        forget(path);
      }
    }
  }

  private List<WaitQueue> apply(Key key, Function<KeyPoint, Reception> application) {
    Reception done =
        points.visit(new Condition.Signalled(key), point -> application.apply((KeyPoint) point));
    announcements.done(key.name());
    // Without room for a point, the next one of this key takes its latch from the replica.
    return done instanceof Reception.Applied applied ? applied.resolved() : List.of();
  }

  private void forget(String path) {
    if (points.get(path) instanceof KeyPoint point) {
      Reception unused = point.apply(Latch.NONE);
      points.tidy(point);
    }
  }
}
