package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The meeting point of a key: it is settled from a signal on, until reset or expired. Thread-safe.
 */
final class KeyPoint extends MeetingPoint {
  /**
   * What is known of a key that was signalled.
   *
   * @param atMicros when it was last signalled, in microseconds since 1970
   * @param outcome how waits end for which enough have arrived, or all waits, if something failed
   * @param value what is handed over while nothing has failed
   * @param arrivals how many have come; those who failed are not counted
   * @param expiry ends it; null if it stands for ever
   * @param caller who signalled it last
   */
  private record Latch(
      long atMicros,
      Outcome outcome,
      @Nullable Value value,
      long arrivals,
      @Nullable Expiry expiry,
      String caller) {
    boolean failed() {
      return outcome instanceof Outcome.Failed;
    }
  }

  private record Expiry(long atNanos, Clock.Alarm alarm) {}

  /** Null while the key is not signalled. */
  @GuardedBy("this")
  private @Nullable Latch latch;

  /** What was reported as failed and has not been reported otherwise; null if nothing ever was. */
  @GuardedBy("this")
  private @Nullable Failures failures;

  /** Who has come and said who it is, in that order; null if nobody has. */
  @GuardedBy("this")
  private @Nullable Set<String> ids;

  /** What the ids are counted as. */
  @GuardedBy("this")
  private long idBytes;

  /** What value, reason and ids are counted as, taken from the budget of all keys. */
  @GuardedBy("this")
  private long bytesHeld;

  @GuardedBy("this")
  private final QueuesByCount lines = new QueuesByCount();

  KeyPoint(Key key, PointContext surroundings) {
    super(key.name(), surroundings);
  }

  /** What became of a signal. */
  sealed interface Reception {
    /** It is recorded, and ends the waits in these lines. */
    record Recorded(List<WaitQueue> opened) implements Reception {}

    /** The point has retired; another has taken its place. */
    record Retired() implements Reception {}

    /** It had to be the first, and another came before. */
    record Preceded(Recording.Preceded by) implements Reception {}

    /**
     * What it carries is more than there is room for.
     *
     * @param bytes that it needs besides those that the key holds
     */
    record Refused(long bytes) implements Reception {}
  }

  /** Latches the signal, if there is room. */
  synchronized Reception signal(Signal signal, String caller) {
    if (hasRetired()) {
      return new Reception.Retired();
    }
    Latch before = current();
    if (signal.first() && before != null) {
      return new Reception.Preceded(new Recording.Preceded(before.caller(), before.value()));
    }
    long bytes = bytesAfter(signal, before);
    if (bytes > bytesHeld && !surroundings.valueBytes().take(bytes - bytesHeld)) {
      return new Reception.Refused(bytes - bytesHeld);
    }
    if (bytes < bytesHeld) {
      surroundings.valueBytes().giveBack(bytesHeld - bytes);
    }
    bytesHeld = bytes;
    touch();
    stopExpiry();
    note(signal);
    long arrivals = (before == null ? 0 : before.arrivals()) + arrived(signal);
    if (!signal.failed()) {
      arrivals = Math.max(1, arrivals);
    }
    Value value = signal.failed() ? null : signal.value();
    if (value == null && signal.arrival() && before != null) {
      value = before.value();
    }
    Outcome failed = failures == null ? null : failures.outcome(path());
    Outcome outcome =
        failed != null ? failed : value == null ? Outcome.RELEASED : new Outcome.Released(value);
    setTimeout(null);
    // Under the lock, so that no wait is recorded as released before the signal that released it.
    long now =
        journal()
            .record(
                signal.failed() ? Event.What.SIGNALLED_FAILED : Event.What.SIGNALLED,
                path(),
                caller,
                details(signal, arrivals));
    latch = new Latch(now, outcome, value, arrivals, expiry(signal.ttl()), caller);
    // Nobody is parked on a key that had failed before.
    List<WaitQueue> opened = failed != null ? lines.takeAll() : lines.takeUpTo(arrivals);
    handOver(opened, outcome);
    return new Reception.Recorded(opened);
  }

  /** Takes note of a failure, or of what ends one. */
  @GuardedBy("this")
  private void note(Signal signal) {
    if (!signal.arrival()) {
      failures = null;
    }
    if (signal.failed()) {
      failures = failures == null ? new Failures() : failures;
      failures.add(signal.id(), signal.value());
    } else if (failures != null) {
      failures.remove(signal.id());
    }
  }

  /** How much is held once the signal is latched. */
  @GuardedBy("this")
  private long bytesAfter(Signal signal, @Nullable Latch before) {
    if (!signal.arrival()) {
      return idBytes + size(signal.value());
    }
    Value value = before == null ? null : before.value();
    if (signal.failed()) {
      long failed =
          failures == null
              ? size(signal.id()) + size(signal.value())
              : failures.bytesWith(signal.id(), signal.value());
      return idBytes + size(value) + failed;
    }
    boolean isNew = signal.id() != null && (ids == null || !ids.contains(signal.id()));
    return idBytes
        + (isNew ? size(signal.id()) : 0)
        + size(signal.value() == null ? value : signal.value())
        + (failures == null ? 0 : failures.bytesWithoutThatOf(signal.id()));
  }

  static long size(@Nullable Value value) {
    return value == null ? 0 : value.size();
  }

  /** With what a set adds to it. */
  static long size(@Nullable String id) {
    return id == null ? 0 : 2L * id.length() + 100;
  }

  /** By how many the arrivals grow. */
  @GuardedBy("this")
  private int arrived(Signal signal) {
    if (!signal.arrival() || signal.failed()) {
      return 0;
    }
    if (signal.id() == null) {
      return 1;
    }
    if (ids == null) {
      ids = new LinkedHashSet<>();
    }
    if (!ids.add(signal.id())) {
      return 0;
    }
    idBytes += size(signal.id());
    return 1;
  }

  private static @Nullable String details(Signal signal, long arrivals) {
    if (!signal.arrival() && signal.id() == null && signal.value() == null) {
      return null;
    }
    StringJoiner details = new StringJoiner(", ");
    if (signal.arrival()) {
      details.add(signal.failed() ? arrivals + " arrivals" : "arrival " + arrivals);
    }
    if (signal.id() != null) {
      details.add("id " + signal.id());
    }
    if (signal.value() != null) {
      // A reason is there to be read; a value may be a secret.
      details.add(
          signal.failed()
              ? "reason: " + signal.value()
              : "value of " + signal.value().size() + " bytes");
    }
    return details.length() == 0 ? null : details.toString();
  }

  /** Forgets the signal and the time-out, and returns whose waits that ends; all who wait. */
  synchronized List<WaitQueue> reset(String caller) {
    if (hasRetired()) {
      return List.of();
    }
    journal().record(Event.What.RESET, path(), caller, null);
    setTimeout(null);
    forget();
    List<WaitQueue> opened = lines.takeAll();
    handOver(opened, new Outcome.Reset(path()));
    return opened;
  }

  /** What is known now; null if nothing, or no longer anything. */
  @GuardedBy("this")
  private @Nullable Latch current() {
    Latch known = latch;
    if (known != null
        && known.expiry() != null
        && clock().nanos() - known.expiry().atNanos() >= 0) {
      // Its alarm may be late; what is seen here must not be.
      journal().record(Event.What.EXPIRED, path(), null, null);
      forget();
      return null;
    }
    return known;
  }

  @Override
  @GuardedBy("this")
  void forget() {
    stopExpiry();
    latch = null;
    ids = null;
    idBytes = 0;
    failures = null;
    surroundings.valueBytes().giveBack(bytesHeld);
    bytesHeld = 0;
  }

  @GuardedBy("this")
  private @Nullable Expiry expiry(@Nullable Duration ttl) {
    return ttl == null
        ? null
        : new Expiry(clock().nanos() + ttl.toNanos(), clock().after(ttl, this::expired));
  }

  @GuardedBy("this")
  private void stopExpiry() {
    if (latch != null && latch.expiry() != null) {
      latch.expiry().alarm().cancel();
    }
  }

  private void expired() {
    synchronized (this) {
      current();
    }
    surroundings.tidy().accept(this);
  }

  @Override
  @GuardedBy("this")
  List<Wait> waits() {
    return lines.waits();
  }

  @Override
  @GuardedBy("this")
  Waiter park(Wait wait, Evaluation.@Nullable Leaf leaf) {
    Waiter place = leaf == null ? new Waiter(wait, this) : new Waiter.OfTerm(wait, this, leaf);
    lines.join(place, count(place));
    return place;
  }

  @Override
  @GuardedBy("this")
  void left(WaitQueue from, Waiter place) {
    lines.left(from, count(place));
  }

  @Override
  @GuardedBy("this")
  @Nullable Outcome known(Condition.Term term) {
    Latch known = current();
    return known != null
            && (known.failed() || known.arrivals() >= ((Condition.Signalled) term).count())
        ? known.outcome()
        : null;
  }

  private static long count(Waiter place) {
    return ((Condition.Signalled) place.term()).count();
  }

  @Override
  @GuardedBy("this")
  Missing missing(Waiter place) {
    long count = count(place);
    if (count == 1) {
      return new Missing.NotSignalled(path(), List.of());
    }
    Latch known = current();
    return new Missing.TooFew(
        path(),
        known == null ? 0 : known.arrivals(),
        count,
        ids == null ? List.of() : ids.stream().limit(Missing.TooFew.LISTED).toList(),
        List.of());
  }

  @Override
  @GuardedBy("this")
  @Nullable Instant held() {
    Latch known = current();
    return known == null || known.failed() ? null : Journal.instant(known.atMicros());
  }

  @Override
  @GuardedBy("this")
  KeyStatus.@Nullable Failure failure() {
    Latch known = current();
    return known != null && known.outcome() instanceof Outcome.Failed failed
        ? new KeyStatus.Failure(Journal.instant(known.atMicros()), failed.reason())
        : null;
  }

  @Override
  @GuardedBy("this")
  long arrivals() {
    Latch known = current();
    return known == null ? 0 : known.arrivals();
  }

  @Override
  @GuardedBy("this")
  long bytesHeld() {
    return bytesHeld;
  }
}
