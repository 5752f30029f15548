package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The behaviour of Undertow where it differs from the contract; no client depends on it. */
interface UndertowCases extends RawContract {
  @Test
  default void anInvalidChunkEndsTheBody() throws Exception {
    String head = RawHttp.request(uri(), "PUT", "ended-chunk", "Transfer-Encoding: chunked");
    assertThat(RawHttp.exchange(uri(), head + "xyz\r\n\r\n").status()).isEqualTo(200);
  }

  @Test
  default void headInSmallLettersGetsAResponseWithoutABody() throws Exception {
    RawHttp.Answer answer = toHeadInSmallLetters();
    assertThat(answer.head()).containsIgnoringCase("Content-Length: 0");
    assertThat(answer.body()).isEmpty();
  }
}
