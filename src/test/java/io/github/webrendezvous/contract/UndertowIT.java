package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract in an embedded Undertow, without JSP. */
class UndertowIT extends Contract implements UndertowCases {
  UndertowIT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return UndertowContainer.start(deployments);
  }

  @Test
  void aBrowserGetsJsonWithoutAJspEngine() throws Exception {
    RawHttp.Answer answer = RawHttp.send(uri(), "GET", "", "Accept: text/html");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"ok\":true,");
  }
}
