package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meeting point of a key: it holds from the signal on. Thread-safe. */
final class KeyPoint extends MeetingPoint {
  @GuardedBy("this")
  private @Nullable Signal signal;

  @GuardedBy("this")
  private Line line = new Line();

  KeyPoint(Key key) {
    super(key.name());
  }

  /** Latches the signal and returns who waited for it; null if this point has retired. */
  synchronized @Nullable Line signal(Signal given, Journal journal, String caller) {
    if (hasRetired()) {
      return null;
    }
    signal = given;
    // Under the lock, so that no wait is recorded as released before the signal that released it.
    journal.record(Event.What.SIGNALLED, path(), caller, null, null);
    Line opened = line;
    line = new Line();
    setTimeout(null);
    handOver(List.of(opened), Outcome.RELEASED);
    return opened;
  }

  @Override
  @GuardedBy("this")
  List<Wait> waits() {
    return line.waits();
  }

  @Override
  @GuardedBy("this")
  Place park(Wait wait) {
    Place place = new Place(wait, this);
    line.join(place);
    return place;
  }

  @Override
  @GuardedBy("this")
  Missing missing(Place place) {
    return new Missing(path(), null);
  }

  @Override
  @GuardedBy("this")
  @Nullable Outcome known(Condition condition) {
    return signal == null ? null : Outcome.RELEASED;
  }

  @Override
  @GuardedBy("this")
  @Nullable Instant held() {
    return signal == null ? null : signal.at();
  }
}
