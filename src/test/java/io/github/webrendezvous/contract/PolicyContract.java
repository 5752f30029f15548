package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A target that must not be probed is refused at once, and the response names the rule. */
interface PolicyContract extends Deployment {
  private HttpResponse<String> restricted(String path) throws Exception {
    return guarded().send("GET", path, Map.of("Authorization", "Bearer " + WAIT_TOKEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/_port/169.254.169.254/80",
        "/_http/169.254.169.254/80/latest/meta-data",
        "/_http/metadata.google.internal/80/",
        "/_http/metadata.google.internal./80/",
        "/_port/%5B::ffff:169.254.169.254%5D/80",
        "/_port/64:ff9b::a9fe:a9fe/80",
        "/_port/fe80::1/80",
        "/_port/169.254.169.254/80?until=closed",
        "/_all?of=abc&of=_port/169.254.169.254/80",
        "/_any?of=abc&of=_port/169.254.169.254/80"
      })
  default void metadataOfACloudIsDeniedByDefault(String path) throws Exception {
    assertError(patient().send("GET", path), 403, "is denied by default: ");
  }

  @ParameterizedTest
  @CsvSource({
    "/_port/127.0.0.1/7, is denied by probeDeny: 127.0.0.1:7",
    "/_port/localhost/8, probing localhost:8 is denied by probeDeny: localhost:8",
    "/_http/127.0.0.9/80/, is denied by probeDeny: 127.0.0.9",
    "/_port/10.1.2.3/80, probing 10.1.2.3:80 is not allowed by probeAllow"
  })
  default void aTargetIsDeniedByARuleOfTheDeployment(String path, String why) throws Exception {
    assertError(restricted(path), 403, why);
  }

  /** Only its lookup tells. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/_port/localhost/7",
        "/_http/localhost/7/",
        "/_port/localhost/7?until=closed",
        "/_port/localhost/7?timeout=0",
        "/_all?of=_port/localhost/7&of=abc"
      })
  default void aNameIsDeniedByItsAddresses(String path) throws Exception {
    JsonNode refused =
        assertError(restricted(path), 403, "probing localhost:7 is denied by probeDeny: ");
    assertThat(refused.get("condition").stringValue()).contains("localhost/7");
  }

  @Test
  default void anotherTermOfAnyCanStillHold() throws Exception {
    try (ServerSocket open = Loopback.listen(0)) {
      HttpResponse<String> answer =
          restricted("/_any?of=_port/localhost/7&of=_port/127.0.0.1/" + open.getLocalPort());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @Test
  default void whatIsAllowedIsProbed() throws Exception {
    try (ServerSocket open = Loopback.listen(0)) {
      assertOk(restricted("/_port/127.0.0.1/" + open.getLocalPort()));
      assertOk(restricted("/_port/localhost/" + open.getLocalPort()));
    }
  }

  /** Although its server is set by the deployment. */
  @Test
  default void theDatabaseIsSubjectToThePolicy() throws Exception {
    assertError(
        restricted("/_postgres/my_db"), 403, "probing postgres:5432 is denied by probeDeny");
  }
}
