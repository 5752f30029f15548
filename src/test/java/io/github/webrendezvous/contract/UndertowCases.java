package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Undertow does where it does not keep the contract: nothing that a client could wait for. */
interface UndertowCases extends RawContract {
  @Test
  default void aChunkThatIsNoneEndsTheBody() throws Exception {
    String head = RawHttp.request(uri(), "PUT", "ended-chunk", "Transfer-Encoding: chunked");
    assertThat(RawHttp.exchange(uri(), head + "xyz\r\n\r\n").status()).isEqualTo(200);
  }

  @Test
  default void headInSmallLettersIsAnsweredWithoutABodyAndAnnouncesNone() throws Exception {
    RawHttp.Answer answer = toHeadInSmallLetters();
    assertThat(answer.head()).containsIgnoringCase("Content-Length: 0");
    assertThat(answer.body()).isEmpty();
  }
}
