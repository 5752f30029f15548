package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace of a request, as W3C Trace Context defines it. */
class CallersTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String VALID = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void theTraceIdIsTheSecondField() {
    assertThat(Callers.trace(VALID)).isEqualTo(TRACE);
    assertThat(Callers.trace(null)).isNull();
  }

  @Test
  void aLaterVersionMayHaveMoreFields() {
    assertThat(Callers.trace("cc" + VALID.substring(2) + "-what-the-future-will-be-like"))
        .isEqualTo(TRACE);
    assertThat(Callers.trace("cc" + VALID.substring(2))).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        VALID + "-more",
        VALID + "0",
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7",
        "cc-" + TRACE + "-00f067aa0ba902b7-01.more",
        "00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01"
      })
  void aMalformedHeaderIsIgnored(String header) {
    assertThat(Callers.trace(header)).isNull();
  }
}
