package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of our own server: {@code java -jar} and the images. */
interface OwnServerContract extends Deployment {
  /** For every method: curl -X PUT must not exit with 0 after an empty response. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s //1 HTTP/1.1",
        "%s /a%%2Fb HTTP/1.1",
        "%s /a%%0db HTTP/1.1",
        "%s /%%ff HTTP/1.1",
        "%s /%% HTTP/1.1",
        "%s /a%%00 HTTP/1.1",
        "%s /%%2e%%2e/a HTTP/1.1",
        "%s /a b HTTP/1.1",
        "%s /a HTTP/7.1",
        "NONSENSE",
        "%s /WEB-INF/web.xml HTTP/1.1",
        "TRACE /a HTTP/1.1",
        "%s /a HTTP/1.1\r\nContent-Length: x",
        "%s /a HTTP/1.1\r\nno colon",
        "%s /long HTTP/1.1"
      })
  default void everyRejectionIsOneLineOfJson(String request) throws Exception {
    for (String method : new String[] {"GET", "PUT"}) {
      String line = request.formatted(method).replace("/long", "/" + "k".repeat(40_000));
      RawHttp.Answer answer =
          RawHttp.exchange(uri(), line + "\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(answer.status()).as(answer.text()).isBetween(400, 505);
      assertThat(answer.head()).containsIgnoringCase("content-type: application/json");
      assertThat(Client.json(answer.body()).get("error").stringValue()).isNotEmpty();
      assertThat(Client.json(answer.body()).get("ok").booleanValue()).isFalse();
    }
  }

  @Test
  default void bracketsAndBarsAreAllowedInPaths() throws Exception {
    int port = Loopback.freePort();
    RawHttp.Answer looked = RawHttp.send(uri(), "GET", "_port/[::1]/" + port + "?timeout=0");
    assertThat(looked.body()).contains("\"error\":\"Timeout\"", "connection refused");
    assertThat(RawHttp.send(uri(), "PUT", "a|b[1]", "Content-Length: 0").status()).isEqualTo(200);
    assertThat(patient().marked()).contains("/a|b[1]");
  }

  @Test
  default void sixtyFourTermsWithLongNamesFit() throws Exception {
    StringBuilder terms = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      terms.append(i == 0 ? "" : "&").append("of=").append("k".repeat(138)).append(i);
    }
    assertError(patient().send("GET", "/_all?timeout=0&" + terms), 404, "Timeout");
  }
}
