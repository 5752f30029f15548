package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Owns keys, signals and waits; the only place where a signal meets a wait. Thread-safe.
 *
 * <p>Each key and target has a meeting point with a lock of its own. A wait is settled by one
 * compare-and-set on the wait itself; who wins it takes the wait out of its line, writes the
 * journal and resumes the continuation.
 */
public final class Registry {
  // One look at a target ends by itself long before.
  private static final Duration ONE_LOOK = Duration.ofMinutes(2);

  /** How often room is made for a value, as other signals may take that room first. */
  private static final int TRIES_FOR_ROOM = 16;

  private final Clock clock;
  private final Journal journal;
  private final Releases releases;
  private final Points points;
  private final Suggestions suggestions;
  private final Budget waits;
  private final Budget terms;
  private final Defects defects = new Defects();
  private final MeetingPoint.PointContext surroundings;

  /** Once set, nothing parks any more. */
  private volatile boolean closed;

  /**
   * @param releases runs the continuations of waits; several threads, so that one slow client holds
   *     up nobody
   * @param few so many waits, at most, are released by the signaller itself, as that is faster
   */
  public Registry(Clock clock, Journal journal, Executor releases, int few, Limits limits) {
    this.clock = clock;
    this.journal = journal;
    this.releases = new Releases(releases, few, this::letGo);
    points = new Points(limits.keys());
    suggestions =
        new Suggestions(
            clock, releases, sought -> points.similarTo(sought.path(), sought.arrivals()));
    waits = new Budget(limits.waits());
    terms = new Budget((long) limits.waits() * Limits.TERMS_PER_WAIT);
    surroundings =
        new MeetingPoint.PointContext(
            clock, journal, waits, terms, new Budget(limits.valueBytes()), this::tidy);
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
      Wait refused =
          new Wait(this, condition, caller, timeout, continuation, clock.micros(), clock.nanos());
      refused.settle(new Outcome.ShutDown(), clock);
      return refused;
    }
    Wait wait = begun(condition, timeout, caller, continuation);
    if (condition instanceof Condition.Several several) {
      beginSeveral(wait, new Evaluation(several));
    } else {
      begin(wait, (Condition.Term) condition);
    }
    if (wait.outcome() != null) {
      return wait;
    }
    wait.setDeadline(clock, longest(timeout));
    if (closed) {
      shutDown(wait);
    }
    return wait;
  }

  /**
   * Begins and ends a wait whose condition is a key that is settled already; asks nothing of the
   * caller that a wait needs which parks.
   *
   * @return null, and nothing has begun, if it is not settled, or has to be weighed: {@link #await}
   */
  public @Nullable Wait settledAlready(Condition condition, Duration timeout, String caller) {
    MeetingPoint point =
        condition instanceof Condition.Signalled && !closed ? points.get(condition.path()) : null;
    Outcome known = point == null ? null : point.decidedFor((Condition.Term) condition);
    if (known == null) {
      return null;
    }
    Wait wait = begun(condition, timeout, caller, (w, o) -> {});
    settle(wait, known);
    return wait;
  }

  private Wait begun(
      Condition condition, Duration timeout, String caller, Wait.Continuation continuation) {
    long since =
        journal.record(
            Event.What.WAIT_BEGAN,
            condition.path(),
            caller,
            timeout.toNanos(),
            condition.inWords());
    return new Wait(this, condition, caller, timeout, continuation, since, clock.nanos());
  }

  private void begin(Wait wait, Condition.Term term) {
    if (arrive(wait, term, null) instanceof MeetingPoint.Arrival.Decided decided) {
      settle(wait, decided.outcome());
    } else if (wait.timeout().isZero() && term instanceof Condition.Signalled) {
      expire(wait);
    }
  }

  /** Stands at one point after the other, until it is decided or stands at all. */
  private void beginSeveral(Wait wait, Evaluation weighing) {
    wait.weighs(weighing);
    for (Evaluation.Leaf leaf : weighing.leaves()) {
      if (!weighing.matters(leaf)) {
        continue;
      }
      MeetingPoint.Arrival arrival = arrive(wait, leaf.term, leaf);
      Outcome whole = null;
      if (arrival instanceof MeetingPoint.Arrival.Decided decided) {
        whole =
            decided.outcome() instanceof Outcome.NoRoom
                ? decided.outcome()
                : tell(weighing, leaf, decided.outcome());
      }
      if (whole != null) {
        if (settle(wait, whole)) {
          weighing.settledAtOnce();
        }
        return;
      }
      // Somebody may have been faster, and have known nothing of this place.
      Waiter needless = weighing.needless(leaf);
      if (needless != null) {
        leave(needless);
      }
      if (wait.outcome() != null) {
        leave(wait);
        return;
      }
    }
    if (wait.timeout().isZero()) {
      for (Waiter place : weighing.openPlaces()) {
        if (place.term() instanceof Condition.Signalled) {
          expireTerm(place);
        }
      }
    }
  }

  private MeetingPoint.Arrival arrive(
      Wait wait, Condition.Term term, Evaluation.@Nullable Leaf leaf) {
    while (true) {
      MeetingPoint known = points.get(term.path());
      MeetingPoint point = known != null ? known : points.add(term.path(), () -> newPoint(term));
      if (point == null) {
        return new MeetingPoint.Arrival.Decided(new Outcome.NoRoom(tooManyKeys()));
      }
      MeetingPoint.Arrival arrival = point.arrive(wait, term, leaf);
      if (arrival instanceof MeetingPoint.Arrival.Refused) {
        tidy(point);
        return new MeetingPoint.Arrival.Decided(
            new Outcome.NoRoom(
                waits.left() > 0
                    ? "as many terms are waited for as may be (maxWaits is "
                        + waits.most()
                        + ", with "
                        + Limits.TERMS_PER_WAIT
                        + " terms for each)"
                    : "as many waits are parked as may be (maxWaits is " + waits.most() + ")"));
      }
      if (!(arrival instanceof MeetingPoint.Arrival.Retired)) {
        return arrival;
      }
      points.remove(point);
    }
  }

  private String tooManyKeys() {
    return "as many keys are waited for as may be known (maxKeys is " + points.most() + ")";
  }

  private MeetingPoint newPoint(Condition.Term term) {
    if (term instanceof Condition.Signalled signalled) {
      return keyPoint(signalled.key());
    }
    return new TargetPoint(((Condition.Succeeds) term).target(), surroundings, this::tellAll);
  }

  private KeyPoint keyPoint(Key key) {
    return new KeyPoint(key, surroundings);
  }

  /** Signals a key as below, for a signaller who has nothing to do before many waits are told. */
  @CanIgnoreReturnValue
  public Recording signal(Key key, Signal signal, String caller) {
    return signal(key, signal, caller, Runnable::run);
  }

  /**
   * Signals a key. Returns once the signal is recorded; more than a few waits are told elsewhere.
   *
   * @param many is given what has them told, if they are more than a few; it must run that soon,
   *     and may do before what the waits would compete with for the processors
   */
  public Recording signal(Key key, Signal signal, String caller, Consumer<Runnable> many) {
    int tries = 0;
    while (true) {
      MeetingPoint known = points.get(key.name());
      KeyPoint point =
          (KeyPoint) (known != null ? known : points.add(key.name(), () -> keyPoint(key)));
      if (point == null) {
        return refused(key, caller, tooManyKeys());
      }
      KeyPoint.Reception reception = point.signal(signal, caller);
      if (reception instanceof KeyPoint.Reception.Recorded recorded) {
        releases.tellSignalled(recorded.opened(), many);
        return Recording.DONE;
      }
      if (reception instanceof KeyPoint.Reception.Preceded preceded) {
        return preceded.by();
      }
      if (reception instanceof KeyPoint.Reception.Retired) {
        points.remove(point);
        continue;
      }
      if (reception instanceof KeyPoint.Reception.Refused refused
          && tries++ < TRIES_FOR_ROOM
          && points.makeRoom(surroundings.valueBytes(), refused.bytes(), point)) {
        continue;
      }
      Signal bare = signal.withoutWhatTakesRoom();
      if (bare != null) {
        return signal(key, bare, caller, many);
      }
      tidy(point);
      return refused(
          key,
          caller,
          "the values of keys that are waited for are as long as may be (maxValueBytes is "
              + surroundings.valueBytes().most()
              + ")");
    }
  }

  private Recording refused(Key key, String caller, String why) {
    journal.record(Event.What.SIGNAL_REFUSED, key.name(), caller, why);
    return new Recording.NoRoom(why);
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
    for (MeetingPoint point : points.all()) {
      if (point instanceof KeyPoint key && key.path().startsWith(prefix)) {
        reset(key, caller);
        known++;
      }
    }
    return known;
  }

  private void reset(KeyPoint point, String caller) {
    tellAll(point.reset(caller));
    tidy(point);
  }

  private void tellAll(List<WaitQueue> opened) {
    releases.tell(opened);
  }

  /** Ends the wait that has been let go, or weighs what that means for it. */
  private void letGo(Waiter place, Outcome outcome) {
    Evaluation.Leaf leaf = place.leaf();
    Outcome whole =
        leaf != null && place.wait.stand() instanceof Evaluation weighing
            ? tell(weighing, leaf, outcome)
            : outcome;
    if (whole != null) {
      conclude(place.wait, whole);
    }
  }

  /** What the whole comes to, with this said of a term; null while that is open. */
  private @Nullable Outcome tell(Evaluation weighing, Evaluation.Leaf leaf, Outcome outcome) {
    Evaluation.Verdict verdict = weighing.tell(leaf, outcome);
    verdict.needless().forEach(this::leave);
    return verdict.outcome();
  }

  /** Settles a wait and answers it, on this thread. */
  private void conclude(Wait wait, Outcome outcome) {
    if (settle(wait, outcome)) {
      resume(wait, outcome);
    }
  }

  /** Ends a wait whose deadline has come; as decided before, if it was not told of it yet. */
  public void expire(Wait wait) {
    if (wait.stand() instanceof Waiter place) {
      expireAt(place);
    } else if (wait.stand() instanceof Evaluation weighing && !decidedBefore(wait, weighing)) {
      for (Waiter place : weighing.openPlaces()) {
        expireTerm(place);
      }
    }
  }

  private void expireAt(Waiter place) {
    MeetingPoint.Ending ending = place.point.atDeadline(place);
    if (ending != null) { // Otherwise it has gone.
      explained(ending, place, outcome -> conclude(place.wait, outcome));
    }
  }

  /** One of several terms has no more time; its place is told so, and the rest elsewhere. */
  private void expireTerm(Waiter place) {
    MeetingPoint.Ending ending = place.point.atDeadline(place);
    if (ending != null) {
      explained(ending, place, outcome -> letGo(place, outcome));
    }
  }

  /** Whether what the points have said already is enough; if so, the wait ends by it. */
  private boolean decidedBefore(Wait wait, Evaluation weighing) {
    Outcome whole = null;
    for (Waiter place : weighing.openPlaces()) {
      Outcome decided = place.point.decided(place);
      Evaluation.Leaf leaf = place.leaf();
      if (decided != null && leaf != null && whole == null) {
        whole = tell(weighing, leaf, decided);
      }
    }
    if (whole == null) {
      return weighing.isDecided();
    }
    Outcome ended = whole;
    releases.elsewhere(() -> conclude(wait, ended));
    return true;
  }

  /** Hands on the outcome elsewhere, with similar keys where nobody has signalled the key. */
  private void explained(MeetingPoint.Ending ending, Waiter place, Consumer<Outcome> then) {
    Missing missing =
        ending.outcome() instanceof Outcome.TimedOut timedOut ? timedOut.missing().get(0) : null;
    KeyStatus.Timeout timeout = ending.timeout();
    if (timeout == null || missing == null || !missing.mayHaveSimilar()) {
      releases.elsewhere(() -> then.accept(ending.outcome()));
      return;
    }
    suggestions.ask(
        new Suggestions.Sought(missing.path(), missing.wanted()),
        similar -> {
          if (similar.isEmpty()) {
            then.accept(ending.outcome());
          } else {
            Missing explained = missing.withSimilar(similar);
            place.point.explain(timeout, explained);
            then.accept(new Outcome.TimedOut(explained));
          }
        });
  }

  /** Ends a wait, and returns true; false if it has ended already. */
  @CanIgnoreReturnValue
  public boolean end(Wait wait, Outcome outcome) {
    if (!settle(wait, outcome)) {
      return false;
    }
    releases.elsewhere(() -> resume(wait, outcome));
    return true;
  }

  /** Decides a wait, for the first caller alone, and says so where it is to be seen. */
  private boolean settle(Wait wait, Outcome outcome) {
    if (!wait.settle(outcome, clock)) {
      return false;
    }
    if (wait.isCounted()) {
      waits.giveBack(1);
      terms.giveBack(wait.termCount());
    }
    journal.record(
        Event.What.of(outcome),
        wait.condition().path(),
        wait.caller(),
        wait.lastedNanos(),
        inWords(outcome));
    leave(wait);
    return true;
  }

  private static @Nullable String inWords(Outcome outcome) {
    if (outcome instanceof Outcome.TimedOut timedOut) {
      return timedOut.inWords();
    }
    if (outcome instanceof Outcome.NoRoom noRoom) {
      return noRoom.limit();
    }
    return outcome instanceof Outcome.Failed failed && failed.reason() != null
        ? failed.reason().toString()
        : null;
  }

  private void leave(Wait wait) {
    if (wait.stand() instanceof Waiter place) {
      leave(place);
    } else if (wait.stand() instanceof Evaluation weighing) {
      weighing.allPlaces().forEach(this::leave);
    }
  }

  private void leave(Waiter place) {
    place.point.leave(place);
    tidy(place.point);
  }

  /** Lets a point go of which nothing is left to remember. */
  private void tidy(MeetingPoint point) {
    if (point.retire()) {
      points.remove(point);
    }
  }

  private void resume(Wait wait, Outcome outcome) {
    try {
      wait.continuation.settled(wait, outcome);
    } catch (Throwable e) { // The waits behind it in the line are told all the same.
      defects.caught("A wait could not be answered", e);
    }
  }

  /** How it stands with every key and target that anything is known of, in no order. */
  public List<KeyStatus> standings() {
    List<KeyStatus> standings = new ArrayList<>();
    points.all().forEach(point -> standings.add(point.standing()));
    return standings;
  }

  /** Ends every wait, and parks none from now on. */
  public void close() {
    closed = true;
    // A wait that arrives too late to be seen here finds the registry closed itself.
    for (MeetingPoint point : points.all()) {
      point.standing().waits().forEach(this::shutDown);
    }
  }

  private void shutDown(Wait wait) {
    // Who was let go is told so, by the release that is under way.
    boolean letGo =
        wait.stand() instanceof Waiter place
            ? place.point.decided(place) != null
            : wait.stand() instanceof Evaluation weighing && decidedBefore(wait, weighing);
    if (!letGo) {
      end(wait, new Outcome.ShutDown());
    }
  }
}
