package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The registry against a simple model of it, over random interleavings of waits, signals, arrivals,
 * failures, resets, expiry, deadlines, clients that go away, and releases that run in any order and
 * late.
 */
class RegistryPropertiesTest {
  private static final String IN_VAIN = "in vain";
  private static final List<String> KEYS = List.of("/k1", "/k2", "/k3");

  /** One step, for both. */
  private sealed interface Step {
    record Await(Condition condition, long millis) implements Step {}

    record Send(String key, Signal signal) implements Step {}

    record Reset(String key) implements Step {}

    record Pass(long millis) implements Step {}

    record Leave(int which) implements Step {}

    record Release(int which) implements Step {}
  }

  /** A registry, its model, and the waits. */
  private static final class Comparison {
    private final ManualClock clock = new ManualClock();
    private final List<Runnable> releases = new ArrayList<>();
    private final boolean late;
    private final Registry registry;
    private final Model model = new Model();
    private final List<Wait> waits = new ArrayList<>();
    private final Map<Wait, List<Outcome>> told = new HashMap<>();

    /** With late releases, a step says which of them runs; otherwise all run at once. */
    Comparison(boolean late) {
      this.late = late;
      Executor executor = late ? releases::add : Runnable::run;
      registry = new Registry(clock, new Journal(clock, 100), executor, 0, UnlimitedRoom.LIMITS);
    }

    void run(Step step) {
      if (step instanceof Step.Await await) {
        await(await);
      } else if (step instanceof Step.Send send) {
        registry.signal(new Key(send.key()), send.signal(), new Caller("model"));
        model.signals(send.key(), send.signal());
      } else if (step instanceof Step.Reset reset) {
        registry.reset(new Key(reset.key()), new Caller("model"));
        model.resets(reset.key());
      } else if (step instanceof Step.Pass pass) {
        clock.advance(Duration.ofMillis(pass.millis()));
        model.passes(Duration.ofMillis(pass.millis()).toNanos());
      } else if (step instanceof Step.Leave leave && !waits.isEmpty()) {
        leave(waits.get(leave.which() % waits.size()));
      } else if (step instanceof Step.Release release && !releases.isEmpty()) {
        releases.remove(release.which() % releases.size()).run();
      }
    }

    private void await(Step.Await step) {
      Duration timeout = Duration.ofMillis(step.millis());
      Wait wait = registry.await(step.condition(), timeout, new Caller("model"));
      wait.whenSettled(
          (w, outcome) -> told.computeIfAbsent(w, x -> new ArrayList<>()).add(outcome));
      waits.add(wait);
      model.waits(wait, step.condition(), Duration.ofMillis(step.millis()).toNanos());
    }

    private void leave(Wait wait) {
      // A wait that has ended in the model may not be notified yet, and the client may leave
      // before.
      if (wait.outcome() == null && model.ended(wait) == null) {
        wait.cancel(new Outcome.Gone());
        model.leaves(wait);
      }
    }

    void assertAgreement() {
      Map<String, KeyStatus> statuses = new HashMap<>();
      registry.statuses().forEach(status -> statuses.put(status.path(), status));
      for (String name : KEYS) {
        Model.KeyState key = model.key(name);
        KeyStatus status = statuses.get(name);
        if (status == null) {
          assertThat(key.signalled || key.missed).isFalse();
          assertThat(model.waiting(name)).isEmpty();
        } else {
          assertThat(status.readySince() != null).isEqualTo(key.signalled && !key.failed());
          assertThat(status.failure() != null).isEqualTo(key.failed());
          assertThat(((KeyStatus.OfKey) status).arrivals()).isEqualTo(key.arrivals);
          assertThat(status.timeout() != null).isEqualTo(key.missed);
          assertThat(status.waits()).containsAll(model.waiting(name));
          assertThat(exact(status.waits()))
              .containsExactlyInAnyOrderElementsOf(exact(model.waiting(name)));
        }
      }
    }

    /** Without waits of several terms that may not have been notified yet. */
    private List<Wait> exact(List<Wait> waiting) {
      return waiting.stream()
          .filter(wait -> releases.isEmpty() || !(wait.condition() instanceof Condition.Several))
          .toList();
    }

    void end() {
      run(new Step.Pass(100_000));
      while (!releases.isEmpty()) {
        run(new Step.Release(0));
      }
      for (Wait wait : waits) {
        Outcome expected = model.ended(wait);
        boolean several = wait.condition() instanceof Condition.Several;
        if (several && (late || kind(expected).equals(IN_VAIN))) {
          // With a reset and failures, or two late values, either may come first.
          assertThat(kind(wait.outcome())).isEqualTo(kind(expected));
        } else {
          assertThat(withoutDetails(wait.outcome())).isEqualTo(expected);
        }
        assertThat(told.get(wait)).singleElement().isEqualTo(wait.outcome());
      }
      assertAgreement();
      assertThat(clock.timers()).isLessThanOrEqualTo(KEYS.size());
    }

    /** Removes details that the model does not have: ids and similar keys. */
    private static @Nullable Outcome withoutDetails(@Nullable Outcome outcome) {
      if (!(outcome instanceof Outcome.TimedOut timedOut)) {
        return outcome;
      }
      List<Missing> missing = new ArrayList<>();
      timedOut.missing().forEach(m -> missing.add(new Missing.NotSignalled(m.path(), List.of())));
      return new Outcome.TimedOut(missing);
    }

    private static String kind(@Nullable Outcome outcome) {
      return outcome instanceof Outcome.Failed || outcome instanceof Outcome.Reset
          ? IN_VAIN
          : String.valueOf(outcome).split("\\[", 2)[0];
    }
  }

  @Property(tries = 2_000)
  void everyWaitEndsAsTheModelSaysAndOnce(@ForAll("steps") List<Step> steps) {
    play(new Comparison(false), steps);
  }

  @Property(tries = 2_000)
  void everyWaitEndsAsTheModelSaysWithLateReleases(@ForAll("steps") List<Step> steps) {
    play(new Comparison(true), steps);
  }

  private static void play(Comparison both, List<Step> steps) {
    for (Step step : steps) {
      both.run(step);
      both.assertAgreement();
    }
    both.end();
    both.waits.forEach(
        wait ->
            Statistics.collect(
                wait.condition().getClass().getSimpleName(),
                String.valueOf(wait.outcome()).split("\\[", 2)[0]));
    Statistics.coverage(
        coverage -> {
          for (String condition : List.of("Signalled", "AllOf", "AnyOf")) {
            for (String outcome : List.of("Released", "Failed", "TimedOut", "Reset", "Gone")) {
              coverage.check(condition, outcome).count(count -> count > 20);
            }
          }
        });
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> keys = Arbitraries.of(KEYS);
    Arbitrary<Long> counts =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(1L)), Tuple.of(2, Arbitraries.longs().between(1, 4)));
    Arbitrary<Condition> terms =
        Combinators.combine(keys, counts)
            .as((key, count) -> new Condition.Signalled(new Key(key), count));
    Arbitrary<Condition> conditions =
        Arbitraries.frequencyOf(
            Tuple.of(2, terms), Tuple.of(2, several(terms)), Tuple.of(1, several(several(terms))));
    Arbitrary<Long> millis = Arbitraries.longs().between(0, 50);
    Arbitrary<Integer> which = Arbitraries.integers().between(0, 1_000);
    return Arbitraries.frequencyOf(
            Tuple.of(6, Combinators.combine(conditions, millis).as(Step.Await::new)),
            Tuple.of(4, Combinators.combine(keys, signals()).as(Step.Send::new)),
            Tuple.of(1, keys.map(Step.Reset::new)),
            Tuple.of(3, Arbitraries.longs().between(0, 30).map(Step.Pass::new)),
            Tuple.of(1, which.map(Step.Leave::new)),
            Tuple.of(5, which.map(Step.Release::new)))
        .list()
        .ofMaxSize(120)
        .map(steps -> List.<Step>copyOf(steps));
  }

  private static Arbitrary<Condition> several(Arbitrary<Condition> terms) {
    return Combinators.combine(Arbitraries.of(true, false), terms.list().ofMinSize(1).ofMaxSize(3))
        .as(
            (all, of) ->
                all
                    ? new Condition.AllOf("/_all?of=…", of)
                    : new Condition.AnyOf("/_any?of=…", of));
  }

  private static Arbitrary<Signal> signals() {
    Arbitrary<String> ids = Arbitraries.of("web-1", "web-2", "web-3").injectNull(0.4);
    Arbitrary<Value> values =
        Arbitraries.of("a", "b")
            .map(text -> new Value(text.getBytes(StandardCharsets.UTF_8), null))
            .injectNull(0.5);
    Arbitrary<Duration> ttls =
        Arbitraries.longs().between(1, 40).map(Duration::ofMillis).injectNull(0.6);
    Arbitrary<Boolean> failures = Arbitraries.of(true, false, false, false, false);
    return Combinators.combine(failures, Arbitraries.of(true, false), ids, values, ttls)
        .as(
            (failed, arrival, id, value, ttl) ->
                new Signal(failed, arrival, arrival ? id : null, value, ttl));
  }
}
