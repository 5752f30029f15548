package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertOk;
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

  /** Undertow takes it for HEAD. A client that does not must not wait for a body. */
  @Override
  @Test
  public void headInSmallLettersIsAnsweredWholeOnAKeptConnection() throws Exception {
    assertOk(patient().send("PUT", "/head-small"));
    String path = uri().getRawPath() + "head-small";
    String kept = "head " + path + " HTTP/1.1\r\nHost: " + uri().getAuthority() + "\r\n\r\n";
    String last = RawHttp.request(uri(), "GET", "head-small");
    String answers = RawHttp.exchange(uri(), kept + last).text();
    int second = answers.indexOf("HTTP/1.1 200", 1);
    assertThat(second).as(answers).isPositive();
    RawHttp.Answer first = new RawHttp.Answer(answers.substring(0, second));
    assertThat(first.head()).containsIgnoringCase("Content-Length: 0");
    assertThat(first.body()).isEmpty();
    assertThat(new RawHttp.Answer(answers.substring(second)).body()).contains("\"ok\":true");
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
