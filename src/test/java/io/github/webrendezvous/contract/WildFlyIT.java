package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, kept by WildFly; what is overridden here is what its Undertow does otherwise. */
class WildFlyIT extends Contract {
  WildFlyIT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return WildFlyContainer.start(deployments);
  }

  /** Undertow takes the size of such a chunk for zero, and the body for complete. */
  @Override
  @Test
  public void aChunkThatIsNoneIsRefused() throws Exception {
    String head = RawHttp.request(uri(), "PUT", "no-chunk", "Transfer-Encoding: chunked");
    assertThat(RawHttp.exchange(uri(), head + "xyz\r\n\r\n").status()).isEqualTo(200);
  }

  /** Undertow takes it for HEAD, and a client that expects a body must not wait for one. */
  @Override
  @Test
  public void headInSmallLettersIsAnsweredWholeOnAKeptConnection() throws Exception {
    RawHttp.Answer answer = toHeadInSmallLetters();
    assertThat(answer.head()).containsIgnoringCase("Content-Length: 0");
    assertThat(answer.body()).isEmpty();
  }

  @Override
  @ParameterizedTest
  @ValueSource(strings = {"get", "head", "Get", "HEAD"})
  public void thePageIsThereWhateverTheCaseOfTheMethod(String method) throws Exception {
    RawHttp.Answer answer = RawHttp.send(uri(), method, "", "Accept: text/html");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().contains("<h1>")).isEqualTo(!method.equalsIgnoreCase("HEAD"));
  }
}
