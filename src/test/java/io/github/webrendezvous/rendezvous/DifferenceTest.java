package io.github.webrendezvous.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
  @ParameterizedTest
  @CsvSource({
    "/ab\u200bc, /abc, /ab%E2%80%8Bc",
    "/abc, /ab\u200bc, /abc",
    "/\u0430bc, /abc, /%D0%B0bc",
    "/gr\u00fcn, /gruen, /gr%C3%BCn",
    "/gr\u00fcn/1, /gr\u00fcn/2, /gr\u00fcn/1",
    "/e\u0301, /\u00e9, /e%CC%81",
    "/\ud83d\ude00, /\ud83d\ude01, /%F0%9F%98%80",
    "/abc, /abc, /abc",
    "/aa, /aaa, /aa"
  })
  void invisibleDifferencesAreShown(String name, String other, String shown) {
    assertThat(Difference.encoded(name, other)).isEqualTo(shown);
  }

  @Test
  void aSuggestionThatLooksTheSameShowsTheDifference() {
    assertThat(new Missing.NotSignalled("/ab\u200bc", List.of("/abc")).inWords())
        .isEqualTo("not signalled; did you mean /abc? The requested key is /ab%E2%80%8Bc");
    assertThat(new Missing.NotSignalled("/abc", List.of("/ab\u200bc")).inWords())
        .isEqualTo("not signalled; did you mean /ab%E2%80%8Bc?");
  }
}
