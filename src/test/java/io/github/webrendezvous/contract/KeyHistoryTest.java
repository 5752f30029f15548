package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The checker itself must find what is wrong. */
class KeyHistoryTest {
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final KeyHistory history = new KeyHistory();

  @Test
  void aLookSeesWhatWasPutBefore() {
    history.put("a", 0, 10);
    history.look("a", 11, 12);
    assertThat(history.isLinearizable()).isTrue();
    history.look(null, 13, 14);
    assertThat(history.isLinearizable()).as("the signal was lost").isFalse();
  }

  @Test
  void aLookDuringAPutSeesEither() {
    history.put("a", 0, 10);
    history.look(null, 1, 2);
    history.look("a", 3, 4);
    assertThat(history.isLinearizable()).isTrue();
    history.look(null, 5, 6);
    assertThat(history.isLinearizable()).as("it was seen, and then not").isFalse();
  }

  @Test
  void afterADeleteNoOlderSignalIsSeen() {
    history.put("a", 0, 10);
    history.delete(11, 12);
    history.look("a", 12, 20);
    assertThat(history.isLinearizable()).as("at the same moment").isTrue();
    history.look("a", 21, 22);
    assertThat(history.isLinearizable()).isFalse();
  }

  @Test
  void anUnknownPutMayTakeEffectLateOrNever() {
    history.put("a", 0, UNKNOWN);
    history.look(null, 1, 2);
    history.look("a", 3, 4);
    assertThat(history.isLinearizable()).isTrue();
    history.look(null, 5, 6);
    assertThat(history.isLinearizable()).isFalse();
  }

  @Test
  void arrivalsCountOnceEach() {
    history.arrive("x", 0, 1);
    history.arrive("x", 2, 3);
    history.arrive("y", 4, 5);
    history.count(2, 2, 6, 7);
    assertThat(history.isLinearizable()).isTrue();
    history.count(3, Long.MAX_VALUE, 8, 9);
    assertThat(history.isLinearizable()).isFalse();
  }
}
