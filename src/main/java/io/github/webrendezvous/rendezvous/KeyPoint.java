package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The meeting point of a key: it holds from the signal on. Thread-safe. */
final class KeyPoint extends MeetingPoint {
  @GuardedBy("this")
  private @Nullable Signal signal;

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
    return open(Outcome.RELEASED);
  }

  @Override
  @GuardedBy("this")
  boolean holds() {
    return signal != null;
  }

  @Override
  @GuardedBy("this")
  @Nullable Instant held() {
    return signal == null ? null : signal.at();
  }
}
