package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

/** Properties of durations in all notations. */
class DurationsPropertiesTest {
  @Property
  void aNumberOfMillisecondsIsThatDurationInEveryUnit(
      @ForAll @LongRange(min = 0, max = 9_999_999_999L) long millis) {
    Duration duration = Duration.ofMillis(millis);
    BigDecimal seconds = BigDecimal.valueOf(millis, 3);
    assertThat(Durations.parse(millis + "ms")).isEqualTo(duration);
    assertThat(Durations.parse(seconds.toPlainString())).isEqualTo(duration);
    assertThat(Durations.parse(seconds.toPlainString() + "s")).isEqualTo(duration);
    assertThat(Durations.parse(millis + "m")).isEqualTo(duration.multipliedBy(60_000));
    assertThat(Durations.parse(millis + "h")).isEqualTo(duration.multipliedBy(3_600_000));
  }

  @Property
  void formattedDurationsCanBeParsed(
      @ForAll @LongRange(min = 0, max = 9_999_999_999L) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(Durations.parse(Durations.format(duration).replace(" ", ""))).isEqualTo(duration);
  }

  /** A text is either a number with a unit, or rejected. */
  @Property
  void everyTextIsReadOrRejected(@ForAll("nearly") String text) {
    if (text.matches("[0-9]{1,10}(\\.[0-9]{1,9})?(ms|s|m|h)?")) {
      assertThat(Durations.parse(text)).isGreaterThanOrEqualTo(Duration.ZERO);
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }
  }

  @Property
  void otherTextsAreRejected(@ForAll @StringLength(max = 20) String text) {
    if (!text.matches("[0-9].*")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }
  }

  @Provide
  Arbitrary<String> nearly() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(12);
    Arbitrary<String> between = Arbitraries.of("", ".", ",", " ", "-", "+", "e", "..");
    Arbitrary<String> units = Arbitraries.of("", "ms", "s", "m", "h", "S", "d", " s", "ns", "\n");
    return Combinators.combine(digits, between, digits, units)
        .as((whole, point, part, unit) -> whole + point + part + unit);
  }
}
