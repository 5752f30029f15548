package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerHeapTest {
  private final TimerHeap heap = new TimerHeap();

  private static Timer at(long nanos) {
    Timer timer =
        new Timer() {
          @Override
          public void fire() {
            throw new IllegalStateException("A heap fires nothing");
          }
        };
    timer.atNanos = nanos;
    return timer;
  }

  private List<Long> takeAll() {
    List<Long> times = new ArrayList<>();
    while (heap.first() != null) {
      Timer first = Objects.requireNonNull(heap.first());
      times.add(first.atNanos);
      assertThat(heap.remove(first)).isTrue();
    }
    return times;
  }

  /** Random additions and removals give the same result as a sorted list. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theEarliestTimerIsFirst(long seed) {
    Random random = new Random(seed);
    List<Timer> model = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      if (model.isEmpty() || random.nextInt(100) < (step / 1_000 % 2 == 0 ? 70 : 30)) {
        Timer timer = at(random.nextInt(200));
        heap.add(timer);
        model.add(timer);
      } else {
        Timer gone = model.remove(random.nextInt(model.size()));
        assertThat(heap.remove(gone)).isTrue();
        assertThat(heap.remove(gone)).as("it has gone").isFalse();
      }
      assertThat(heap.size()).isEqualTo(model.size());
      Timer first = heap.first();
      assertThat(first == null ? -1 : first.atNanos)
          .isEqualTo(model.stream().mapToLong(timer -> timer.atNanos).min().orElse(-1));
    }
    assertThat(takeAll()).isSortedAccordingTo(Comparator.naturalOrder()).hasSize(model.size());
  }

  /** A nanosecond clock may start just before it overflows. */
  @Test
  void timesAreComparedAsDifferences() {
    heap.add(at(Long.MIN_VALUE + 1));
    heap.add(at(Long.MAX_VALUE - 1));
    assertThat(takeAll()).containsExactly(Long.MAX_VALUE - 1, Long.MIN_VALUE + 1);
  }
}
