package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Owns keys, signals and waits; the only place where a signal meets a wait. Thread-safe.
 *
 * <p>Each key and target has a {@link MeetingPoint} with a lock of its own, which resolves the
 * waiters in its queues. A wait is settled by one compare-and-set on the wait itself; the thread
 * that succeeds takes its waiters out of their queues, writes the journal and calls the
 * continuation.
 */
public final class Registry {
  private final Releases releases;
  private final Points points;
  private final Suggestions suggestions;
  private final Announcements announcements = new Announcements();
  private final PointContext context;
  private final Recorder recorder;

  /** Null if signals are recorded here. */
  private final @Nullable Follower follower;

  private final Defects defects = new Defects();

  /** Once set, no wait is held any more. */
  private volatile boolean closed;

  /**
   * @param threads calls the continuations of waits; several threads, so that a slow client does
   *     not delay others
   * @param few the most waits that a signal releases on its own thread, as that is faster
   */
  public Registry(Clock clock, Journal journal, Executor threads, int few, Limits limits) {
    this(clock, journal, threads, few, limits, null);
  }

  /**
   * The same with signals that are recorded in a store, and applied here.
   *
   * @param replica null if signals are recorded here
   */
  public Registry(
      Clock clock,
      Journal journal,
      Executor threads,
      int few,
      Limits limits,
      @Nullable Replica replica) {
    releases = new Releases(clock, threads, few);
    context =
        new PointContext(
            clock,
            journal,
            releases,
            new Budget(limits.waits()),
            new Budget((long) limits.waits() * Limits.TERMS_PER_WAIT),
            new Budget(limits.targets()),
            new Budget(limits.valueBytes()),
            replica,
            this::tidy);
    points = new Points(limits.keys(), context);
    recorder = new Recorder(points, context, announcements);
    follower =
        replica == null ? null : new Follower(replica, points, context, announcements, recorder);
    suggestions =
        new Suggestions(
            clock, threads, sought -> points.similarTo(sought.path(), sought.arrivals()));
  }

  /**
   * Begins a wait. It comes back settled, if its condition holds at once or there is no room for
   * it; {@link Wait#whenSettled} says what to do when it is settled, now or later.
   *
   * @param timeout zero checks once: a key as it is now, a target by one whole attempt
   */
  public Wait await(Condition condition, Duration timeout, Caller caller) {
    return await(condition, timeout, caller, clock().micros(), clock().nanos(), Duration.ZERO);
  }

  /**
   * The same for a request that has arrived before.
   *
   * @param since when it has arrived; its timeout counts from then on
   */
  public Wait await(Condition condition, Duration timeout, Caller caller, Clock.Moment since) {
    Duration elapsed = Duration.ofNanos(clock().nanos() - since.nanos());
    return await(condition, timeout, caller, since.micros(), since.nanos(), elapsed);
  }

  private Wait await(
      Condition condition,
      Duration timeout,
      Caller caller,
      long sinceMicros,
      long sinceNanos,
      Duration elapsed) {
    Wait wait = new Wait(this, condition, timeout, caller, sinceMicros, sinceNanos);
    if (!closed) {
      context
          .journal()
          .record(
              sinceMicros,
              Event.What.WAIT_BEGAN,
              condition.path(),
              caller,
              timeout.toNanos(),
              condition.detail());
      begin(wait, elapsed);
    }
    if (closed) {
      wait.shutDown();
    }
    return wait;
  }

  private void begin(Wait wait, Duration elapsed) {
    if (wait.caller().willSignal().isEmpty()) {
      wait.begin(points, elapsed);
      return;
    }
    announcements.begins(wait);
    wait.begin(points, elapsed);
    announcements.arrived(wait).run();
  }

  /** The callers that have announced a signal of a key. */
  public List<Announced> announced(String key) {
    return announcements.of(key);
  }

  /** Records a signal and releases the waits that it ends, on other threads if they are many. */
  @CanIgnoreReturnValue
  public Recording signal(Key key, Signal signal, Caller caller) {
    Recording recording = record(key, signal, caller);
    if (recording instanceof Recording.Recorded recorded) {
      recorded.release();
    }
    return recording;
  }

  /**
   * Records a signal. If the waits that it ends are few, they are released before this returns; if
   * they are many, the caller must release them with {@link Recording.Recorded#release}, and can
   * first do something that they would slow down.
   */
  @CheckReturnValue
  public Recording record(Key key, Signal signal, Caller caller) {
    return recorder.record(key, signal, caller);
  }

  /**
   * Applies a change that a store has recorded; the changes come one after the other, in their
   * order. What the change means for waits is decided then.
   *
   * @param nowMicros the time by the store's clock
   * @return releases the waits, on other threads; must be run soon
   */
  @CheckReturnValue
  public Runnable apply(Change change, long nowMicros) {
    List<WaitQueue> resolved = Objects.requireNonNull(follower).apply(change, nowMicros);
    return () -> releases.release(resolved);
  }

  /**
   * Applies everything that a store holds, in place of all that is known: waits that it releases
   * are released, and keys that it does not have are forgotten.
   */
  public void restore(List<SavedLatch> saved, long nowMicros) {
    Objects.requireNonNull(follower).restore(saved, nowMicros);
  }

  /** The keys that have waits. */
  public Set<String> waitedKeys() {
    return points.waitedKeys();
  }

  /** Runs a task on one of the threads that answer requests. */
  public void elsewhere(Runnable task) {
    releases.elsewhere(task);
  }

  /** Forgets the signals of a key and ends the waits for it. */
  public void reset(Key key, Caller caller) {
    releases.release(recorder.reset(key, caller));
  }

  /**
   * Resets every key whose name begins so, one after the other, and returns how many were known.
   */
  public int resetAll(String prefix, Caller caller) {
    Recorder.Resets resets = recorder.resetAll(prefix, caller);
    releases.release(resets.resolved());
    return resets.known();
  }

  /** The status of every known key and target, in no order. */
  public List<KeyStatus> statuses() {
    List<KeyStatus> statuses = new ArrayList<>();
    points.all().forEach(point -> statuses.add(point.status()));
    return statuses;
  }

  /** The status of one key or target; null if it is not known. */
  public @Nullable KeyStatus status(String path) {
    MeetingPoint point = points.get(path);
    return point == null ? null : point.status();
  }

  /** How many waits are held. */
  public long waits() {
    return context.waits().taken();
  }

  /** The most waits that can be held. */
  public long mostWaits() {
    return context.waits().most();
  }

  /** How many keys and targets are known. */
  public long keys() {
    return points.all().size();
  }

  /** The most keys and targets that are known. */
  public long mostKeys() {
    return points.limit().most();
  }

  /** How many bytes values, reasons and ids have together. */
  public long valueBytes() {
    return context.replica() == null ? context.valueBytes().taken() : context.replica().bytes();
  }

  /** The most bytes that values, reasons and ids can have together. */
  public long mostValueBytes() {
    return context.valueBytes().most();
  }

  /**
   * How long it took from a signal, a reset or the end of an attempt until the waits that it ends
   * were notified.
   */
  public Timings releaseTimes() {
    return releases.times();
  }

  /** Whether it holds waits; not after it was closed. */
  public boolean isOpen() {
    return !closed;
  }

  /** Ends every wait, and holds none from now on. */
  public void close() {
    closed = true;
    // A wait that begins too late to be seen here finds the registry closed itself.
    for (MeetingPoint point : points.all()) {
      point.status().waits().forEach(Wait::shutDown);
    }
  }

  /** Gives back the room of a wait, and records how it ended. */
  void ended(Wait wait, Outcome outcome) {
    if (wait.isCounted()) {
      context.giveBackRoom(wait.termCount());
    }
    if (!wait.caller().willSignal().isEmpty()) {
      announcements.ended(wait, outcome);
    }
    context
        .journal()
        .record(
            clock().micros(),
            Event.What.of(outcome),
            wait.condition().path(),
            wait.caller(),
            wait.lastedNanos(),
            outcome.detail());
  }

  /** Calls a continuation; the waits that come after it are notified whatever it throws. */
  void call(Wait.Continuation continuation, Wait wait, Outcome outcome) {
    try {
      continuation.settled(wait, outcome);
    } catch (Throwable e) {
      defects.caught("A wait could not be answered", e);
    }
  }

  /** Removes a point that has nothing left to remember. */
  void tidy(MeetingPoint point) {
    points.tidy(point);
  }

  Clock clock() {
    return context.clock();
  }

  Releases releases() {
    return releases;
  }

  Suggestions suggestions() {
    return suggestions;
  }
}
