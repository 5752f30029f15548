package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Owns keys, signals and waits; the only place where a signal meets a wait. Thread-safe.
 *
 * <p>Each key and target has a meeting point with a lock of its own. A wait is settled by one
 * compare-and-set on the wait itself; who wins it takes the wait out of its line, writes the
 * journal and resumes the continuation.
 */
public final class Registry {
  private static final Logger LOG = System.getLogger(Registry.class.getName());

  // Small enough that a crowd is spread over the threads, large enough that handing over is not the
  // cost.
  private static final int RELEASES_PER_TASK = 64;

  // One look at a target ends by itself long before.
  private static final Duration ONE_LOOK = Duration.ofMinutes(2);

  private static final int SIMILAR_KEYS = 3;

  private final Clock clock;
  private final Journal journal;
  private final Executor releases;

  /** By path; keys and targets never share one, as no key starts with {@code /_}. */
  private final ConcurrentMap<String, MeetingPoint> points = new ConcurrentHashMap<>();

  /** Once set, nothing parks any more. */
  private volatile boolean closed;

  /**
   * @param releases runs the continuations of waits; several threads, so that one slow client holds
   *     up nobody
   */
  public Registry(Clock clock, Journal journal, Executor releases) {
    this.clock = clock;
    this.journal = journal;
    this.releases = releases;
  }

  /** The longest that a wait with this timeout may take: one of zero takes as long as one look. */
  public Duration longest(Duration timeout) {
    return timeout.isZero() ? ONE_LOOK : timeout;
  }

  /**
   * Begins a wait. It comes back settled and not parked if its condition holds at once (or the
   * registry is closed); otherwise its continuation is called once, perhaps before this method
   * returns.
   *
   * @param timeout zero is one look: at a key as it stands, at a target by one whole attempt
   */
  public Wait await(
      Condition condition, Duration timeout, String caller, Wait.Continuation continuation) {
    if (closed) {
      Wait refused = new Wait(condition, caller, timeout, continuation, clock.now(), clock.nanos());
      refused.settle(new Outcome.ShutDown(), clock);
      return refused;
    }
    Instant since = journal.record(Event.What.WAIT_BEGAN, condition.path(), caller, timeout, null);
    Wait wait = new Wait(condition, caller, timeout, continuation, since, clock.nanos());
    if (arrive(wait) instanceof MeetingPoint.Arrival.Decided decided) {
      settle(wait, decided.outcome());
      return wait;
    }
    if (timeout.isZero() && condition instanceof Condition.Signalled) {
      expire(wait);
      return wait;
    }
    wait.setDeadline(clock.after(longest(timeout), () -> expire(wait)));
    if (closed) {
      shutDown(wait);
    }
    return wait;
  }

  private MeetingPoint.Arrival arrive(Wait wait) {
    Condition condition = wait.condition();
    while (true) {
      MeetingPoint point = point(condition.path(), () -> newPoint(condition));
      MeetingPoint.Arrival arrival = point.arrive(wait);
      if (!(arrival instanceof MeetingPoint.Arrival.Retired)) {
        return arrival;
      }
      replace(point);
    }
  }

  /**
   * Makes room for the successor of a retired point, for whoever retired it and has not come to it
   * yet.
   */
  private void replace(MeetingPoint retired) {
    points.remove(retired.path(), retired);
  }

  private MeetingPoint newPoint(Condition condition) {
    if (condition instanceof Condition.Signalled signalled) {
      return keyPoint(signalled.key());
    }
    return new TargetPoint(
        ((Condition.Succeeds) condition).target(), clock, journal, this::release);
  }

  private MeetingPoint point(String path, Supplier<MeetingPoint> fresh) {
    MeetingPoint known = points.get(path);
    return known != null ? known : points.computeIfAbsent(path, p -> fresh.get());
  }

  private KeyPoint keyPoint(Key key) {
    return new KeyPoint(key, clock, journal, this::tidy);
  }

  /** Signals a key. Returns once the signal is recorded; the waits are told elsewhere. */
  public void signal(Key key, Signal signal, String caller) {
    while (true) {
      KeyPoint point = (KeyPoint) point(key.name(), () -> keyPoint(key));
      List<Line> opened = point.signal(signal, caller);
      if (opened != null) {
        release(opened);
        return;
      }
      replace(point);
    }
  }

  /** Forgets what is known of a key. Waits that are parked on it end. */
  public void reset(Key key, String caller) {
    if (points.get(key.name()) instanceof KeyPoint point) {
      reset(point, caller);
    }
  }

  /**
   * Resets every key whose name begins so, one after the other, and returns how many were known.
   */
  public int resetAll(String prefix, String caller) {
    int known = 0;
    for (MeetingPoint point : points.values()) {
      if (point instanceof KeyPoint key && key.path().startsWith(prefix)) {
        reset(key, caller);
        known++;
      }
    }
    return known;
  }

  private void reset(KeyPoint point, String caller) {
    release(point.reset(caller));
    tidy(point);
  }

  private void release(List<Line> opened) {
    if (opened.stream().allMatch(Line::isEmpty)) {
      return;
    }
    releases.execute(
        () -> {
          for (Line line : opened) {
            Outcome outcome = Objects.requireNonNull(line.decided());
            release(line.waits(), outcome);
          }
        });
  }

  /** In slices: all but the first go to other threads. */
  private void release(List<Wait> waits, Outcome outcome) {
    for (int from = RELEASES_PER_TASK; from < waits.size(); from += RELEASES_PER_TASK) {
      List<Wait> some = waits.subList(from, Math.min(waits.size(), from + RELEASES_PER_TASK));
      releases.execute(() -> some.forEach(wait -> conclude(wait, outcome)));
    }
    waits
        .subList(0, Math.min(waits.size(), RELEASES_PER_TASK))
        .forEach(wait -> conclude(wait, outcome));
  }

  /** Settles a wait and answers it, on this thread. */
  private void conclude(Wait wait, Outcome outcome) {
    if (settle(wait, outcome)) {
      resume(wait, outcome);
    }
  }

  /** Ends a wait whose deadline has come; as decided before, if it was not told of it yet. */
  public void expire(Wait wait) {
    Place place = wait.place();
    Outcome outcome = place == null ? null : place.point.atDeadline(place);
    if (place != null && outcome != null) { // Otherwise it never waited, or has gone.
      // Elsewhere, as what the deadlines run on must not be held up by looking for similar keys.
      releases.execute(() -> conclude(wait, explained(outcome, place.point)));
    }
  }

  /** The same, with similar keys where nobody has signalled the one that was waited for. */
  private Outcome explained(Outcome outcome, MeetingPoint point) {
    if (!(outcome instanceof Outcome.TimedOut timedOut)) {
      return outcome;
    }
    Missing missing = timedOut.missing();
    Missing more = missing;
    if (missing instanceof Missing.NotSignalled) {
      more = new Missing.NotSignalled(point.path(), similar(point.path()));
    } else if (missing instanceof Missing.TooFew few && few.arrivals() == 0) {
      more = new Missing.TooFew(point.path(), 0, few.count(), few.ids(), similar(point.path()));
    }
    point.explain(missing, more);
    return new Outcome.TimedOut(more);
  }

  /** The signalled keys whose names are most like one that nobody signals. */
  private List<String> similar(String path) {
    Likeness likeness = new Likeness(path);
    List<Map.Entry<Integer, String>> alike = new ArrayList<>();
    for (MeetingPoint point : points.values()) {
      int distance = point instanceof KeyPoint ? likeness.to(point.path()) : Likeness.NONE;
      if (distance != Likeness.NONE && point.isSettled()) {
        alike.add(Map.entry(distance, point.path()));
      }
    }
    return alike.stream()
        .sorted(Map.Entry.<Integer, String>comparingByKey().thenComparing(Map.Entry::getValue))
        .limit(SIMILAR_KEYS)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Ends a wait, and returns true; false if it has ended already. */
  @CanIgnoreReturnValue
  public boolean end(Wait wait, Outcome outcome) {
    if (!settle(wait, outcome)) {
      return false;
    }
    releases.execute(() -> resume(wait, outcome));
    return true;
  }

  /** Decides a wait, for the first caller alone, and says so where it is to be seen. */
  private boolean settle(Wait wait, Outcome outcome) {
    if (!wait.settle(outcome, clock)) {
      return false;
    }
    journal.record(
        Event.What.of(outcome),
        wait.condition().path(),
        wait.caller(),
        wait.lasted(),
        inWords(outcome));
    leave(wait);
    return true;
  }

  private static @Nullable String inWords(Outcome outcome) {
    if (outcome instanceof Outcome.TimedOut timedOut) {
      return timedOut.missing().inWords();
    }
    return outcome instanceof Outcome.Failed failed && failed.reason() != null
        ? failed.reason().toString()
        : null;
  }

  private void leave(Wait wait) {
    Place place = wait.place();
    if (place != null) {
      place.point.leave(place);
      tidy(place.point);
    }
  }

  /** Lets a point go of which nothing is left to remember. */
  private void tidy(MeetingPoint point) {
    if (point.retire()) {
      replace(point);
    }
  }

  private static void resume(Wait wait, Outcome outcome) {
    try {
      wait.continuation.settled(wait, outcome);
    } catch (RuntimeException e) {
      LOG.log(Logger.Level.WARNING, "A wait could not be answered", e);
    }
  }

  /** How it stands with every key and target that anything is known of, in no order. */
  public List<Standing> standings() {
    List<Standing> standings = new ArrayList<>();
    points.values().forEach(point -> standings.add(point.standing()));
    return standings;
  }

  /** Ends every wait, and parks none from now on. */
  public void close() {
    closed = true;
    // A wait that arrives too late to be seen here finds the registry closed itself.
    for (MeetingPoint point : points.values()) {
      point.standing().waits().forEach(this::shutDown);
    }
  }

  private void shutDown(Wait wait) {
    Place place = wait.place();
    // Who was let go is told so, by the release that is under way.
    if (place != null && place.point.decided(place) == null) {
      end(wait, new Outcome.ShutDown());
    }
  }
}
