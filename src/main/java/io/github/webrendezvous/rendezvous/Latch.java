package io.github.webrendezvous.rendezvous;

import org.jspecify.annotations.Nullable;

/**
 * The state that the signals of a key lead to. Immutable; a signal leads from one latch to the
 * next.
 *
 * @param atMicros when the key was last signalled, in microseconds since 1970
 * @param caller the last signaller
 * @param value the value for the waits
 * @param arrivals how many have arrived; failures are not counted
 * @param ids of those arrivals that named one
 * @param failures that were not replaced since
 * @param expiresNanos when it ends, on the clock; null if it does not
 * @param outcome how waits end for which enough have arrived; all waits, if something failed
 */
record Latch(
    long atMicros,
    String caller,
    @Nullable Value value,
    long arrivals,
    Ids ids,
    Failures failures,
    @Nullable Long expiresNanos,
    Outcome outcome) {

  private static final long NEVER = Long.MIN_VALUE;

  /** The latch of a key that is not signalled. */
  static final Latch NONE =
      new Latch(NEVER, "", null, 0, Ids.NONE, Failures.NONE, null, Outcome.RELEASED);

  boolean isSet() {
    return atMicros != NEVER;
  }

  boolean failed() {
    return outcome instanceof Outcome.Failed;
  }

  /** Whether it has expired; the clock is read only if it can expire. */
  boolean isExpired(Clock clock) {
    return expiresNanos != null && clock.nanos() - expiresNanos >= 0;
  }

  /** How a wait for that many arrivals ends; null if it goes on. */
  @Nullable Outcome outcomeFor(long count) {
    return isSet() && (failed() || arrivals >= count) ? outcome : null;
  }

  /**
   * The latch after one more signal.
   *
   * @param path the key
   * @param micros the wall-clock time in microseconds since 1970
   * @param nanos the time of the clock, if the signal has a time to live
   */
  Latch after(Signal signal, String path, String signaller, long micros, long nanos) {
    boolean arrived = arrives(signal);
    boolean isNew = arrived && (signal.id() == null || !ids.contains(signal.id()));
    long counted = arrivals + (isNew ? 1 : 0);
    Failures before = failuresBefore(signal);
    Failures remaining =
        signal.failed() ? before.with(signal.id(), signal.value()) : before.without(signal.id());
    Value given = valueAfter(signal);
    return new Latch(
        micros,
        signaller,
        given,
        signal.failed() ? counted : Math.max(1, counted),
        arrived && signal.id() != null ? ids.with(signal.id()) : ids,
        remaining,
        signal.ttl() == null ? null : nanos + signal.ttl().toNanos(),
        outcome(remaining, path, given));
  }

  /** Whether a signal counts as an arrival. */
  private static boolean arrives(Signal signal) {
    return signal.arrival() && !signal.failed();
  }

  /** The failures that a signal keeps, before its own outcome is added. */
  private Failures failuresBefore(Signal signal) {
    return signal.arrival() ? failures : Failures.NONE;
  }

  private @Nullable Value valueAfter(Signal signal) {
    Value given = signal.failed() ? null : signal.value();
    return given == null && signal.arrival() ? value : given;
  }

  /** Everything of it that a store keeps. */
  SavedLatch saved(Key key, @Nullable Long expiresMicros) {
    return new SavedLatch(
        key,
        atMicros,
        caller,
        value,
        arrivals,
        ids.first(Integer.MAX_VALUE),
        failures.saved(),
        expiresMicros);
  }

  /**
   * The same, as a store has kept it.
   *
   * @param expiresNanos when it ends, on the clock; null if it does not
   */
  static Latch of(SavedLatch saved, @Nullable Long expiresNanos) {
    Ids ids = Ids.NONE;
    for (String id : saved.ids()) {
      ids = ids.with(id);
    }
    Failures failures = Failures.NONE;
    for (SavedLatch.Failure failure : saved.failures()) {
      failures = failures.with(failure.id(), failure.reason());
    }
    return new Latch(
        saved.atMicros(),
        saved.caller(),
        saved.value(),
        saved.arrivals(),
        ids,
        failures,
        expiresNanos,
        outcome(failures, saved.key().name(), saved.value()));
  }

  private static Outcome outcome(Failures failures, String path, @Nullable Value value) {
    Outcome failure = failures.outcome(path);
    return failure != null
        ? failure
        : value == null ? Outcome.RELEASED : new Outcome.Released(value);
  }

  /** How many bytes of values, reasons and ids it holds. */
  long bytes() {
    return ids.bytes() + Value.sizeOf(value) + failures.bytes();
  }

  /** How many bytes the latch after a signal would hold. */
  long bytesAfter(Signal signal) {
    Failures before = failuresBefore(signal);
    return (arrives(signal) && signal.id() != null ? ids.bytesWith(signal.id()) : ids.bytes())
        + Value.sizeOf(valueAfter(signal))
        + (signal.failed()
            ? before.bytesWith(signal.id(), signal.value())
            : before.bytesWithout(signal.id()));
  }
}
