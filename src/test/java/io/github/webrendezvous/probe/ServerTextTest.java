package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTextTest {
  @Test
  void textsBecomeOneShortLine() {
    assertThat(ServerText.inOneLine("a\r\nb\u2028c")).isEqualTo("a b c");
    assertThat(ServerText.inOneLine("x".repeat(400))).isEqualTo("x".repeat(300) + "…");
  }

  /** Half a character cannot be encoded as UTF-8, and the response would be lost. */
  @Test
  void textsAreNotCutWithinACodePoint() {
    assertThat(ServerText.inOneLine("x".repeat(299) + "🚀")).isEqualTo("x".repeat(299) + "…");
  }
}
