package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of latches, for all signals. */
class LatchPropertiesTest {
  private static final List<String> IDS = List.of("a", "b", "web-1");

  private static Latch after(Latch latch, Signal signal) {
    return latch.after(signal, "/abc", "caller", 1, 1);
  }

  private static Latch after(List<Signal> signals) {
    Latch latch = Latch.NONE;
    for (Signal signal : signals) {
      latch = after(latch, signal);
    }
    return latch;
  }

  private static String shown(Latch latch) {
    return latch.arrivals()
        + " "
        + latch.ids().first(10)
        + " "
        + latch.value()
        + " "
        + latch.outcome()
        + " "
        + latch.bytes();
  }

  @Property
  void itsSizeIsKnownBeforeItIsMade(
      @ForAll("signals") List<Signal> before, @ForAll("signal") Signal signal) {
    Latch latch = after(before);
    assertThat(latch.bytesAfter(signal)).isEqualTo(after(latch, signal).bytes());
  }

  @Property
  void theLatchBeforeStaysAsItWas(
      @ForAll("signals") List<Signal> before,
      @ForAll("signals") List<Signal> one,
      @ForAll("signals") List<Signal> other) {
    Latch latch = after(before);
    String shown = shown(latch);
    Latch first = latch;
    for (Signal signal : one) {
      first = after(first, signal);
    }
    String afterOne = shown(first);
    Latch second = latch;
    for (Signal signal : other) {
      second = after(second, signal);
    }
    assertThat(shown(latch)).isEqualTo(shown);
    assertThat(shown(first)).isEqualTo(afterOne);
    List<Signal> all = new ArrayList<>(before);
    all.addAll(other);
    assertThat(shown(second)).isEqualTo(shown(after(all)));
  }

  @Property
  void arrivalsAreCountedOncePerId(@ForAll("signals") List<Signal> signals) {
    Latch latch = after(signals);
    assertThat(latch.ids().first(10)).doesNotHaveDuplicates();
    long named =
        signals.stream()
            .filter(signal -> signal.arrival() && !signal.failed() && signal.id() != null)
            .map(Signal::id)
            .distinct()
            .count();
    assertThat(latch.ids().first(10)).hasSize((int) named);
    assertThat(latch.arrivals()).isGreaterThanOrEqualTo(named);
  }

  @Provide
  Arbitrary<Signal> signal() {
    Arbitrary<Value> values =
        Arbitraries.integers().between(0, 20).map(size -> new Value(new byte[size], null));
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(IDS).injectNull(0.3),
            values.injectNull(0.3),
            Arbitraries.of(Duration.ofSeconds(1)).injectNull(0.7))
        .as(
            (failed, arrival, id, value, ttl) ->
                new Signal(failed, arrival, arrival ? id : null, value, ttl));
  }

  @Provide
  Arbitrary<List<Signal>> signals() {
    return signal().list().ofMaxSize(8);
  }
}
