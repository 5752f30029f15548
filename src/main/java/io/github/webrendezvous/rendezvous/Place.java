package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * Where a wait stands in a line of one meeting point. All that changes is guarded by the point,
 * until the line is handed over and never changes again.
 */
class Place {
  final Wait wait;
  final MeetingPoint point;

  /** The line it stands in; null once it has left. */
  @Nullable Line line;

  @Nullable Place previous;
  @Nullable Place next;

  Place(Wait wait, MeetingPoint point) {
    this.wait = wait;
    this.point = point;
  }
}
