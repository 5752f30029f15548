package io.github.webrendezvous.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, '0 ms'",
    "PT0.02S, '0 ms, 5 ms, 10 ms, 15 ms, 20 ms'",
    "PT3.8S, '0.0 s, 0.5 s, 1.0 s, 1.5 s, 2.0 s, 2.5 s, 3.0 s, 3.5 s'",
    "PT6.1S, '0 s, 1 s, 2 s, 3 s, 4 s, 5 s, 6 s'",
    "PT2M, '0 s, 15 s, 30 s, 45 s, 60 s, 75 s, 90 s, 105 s, 120 s'",
    "PT7M30S, '0 min, 1 min, 2 min, 3 min, 4 min, 5 min, 6 min, 7 min'",
    "PT3H, '0 min, 30 min, 60 min, 90 min, 120 min, 150 min, 180 min'",
    "P30D, '0 d, 4 d, 8 d, 12 d, 16 d, 20 d, 24 d, 28 d'"
  })
  void theLinesAreAtRoundTimes(Duration length, String labels) {
    List<String> lines = TimeAxis.of(length).stream().map(TimeAxis.Line::label).toList();
    assertThat(String.join(", ", lines)).isEqualTo(labels);
  }

  @Property
  void thereAreFewLinesForAnyLength(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long millis) {
    Duration length = Duration.ofMillis(millis);
    List<TimeAxis.Line> lines = TimeAxis.of(length);
    assertThat(lines).hasSizeBetween(1, 9);
    assertThat(lines).allMatch(line -> line.at().compareTo(length) <= 0);
  }
}
