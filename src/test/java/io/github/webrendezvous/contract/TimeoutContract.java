package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Responses to waits that time out. */
interface TimeoutContract extends Deployment {
  @Test
  default void aTimeoutSaysWhatWasMissing() throws Exception {
    HttpResponse<String> answer = impatient().send("GET", "/in-vain");
    JsonNode json = assertError(answer, 404, "Timeout");
    assertThat(answer.body()).startsWith("{\"ok\":false,\"error\":\"Timeout\",");
    assertThat(json.get("waited").doubleValue()).isGreaterThanOrEqualTo(SHORT_TIMEOUT / 1_000.0);
    assertThat(json.at("/missing/0/condition").stringValue()).isEqualTo("/in-vain");
    assertThat(json.at("/missing/0/reason").stringValue()).isEqualTo("not signalled");
  }

  @Test
  default void aProbeThatTimedOutStaysListedUntilAWaitOnItSucceeds() throws Exception {
    int port = Loopback.freePort();
    String path = "/_port/127.0.0.1/" + port;
    impatient().send("GET", path);
    assertThat(impatient().waitingAndFailed()).contains(path);
    try (ServerSocket listening = Loopback.listen(port)) {
      assertThat(listening.isBound()).isTrue();
      assertOk(impatient().send("GET", path + "?timeout=20s"));
    }
    assertThat(impatient().waitingAndFailed()).doesNotContain(path);
    assertThat(impatient().marked()).contains(path);
  }

  @Test
  default void aKeyThatTimedOutStaysListedUntilItIsSignalled() throws Exception {
    impatient().send("GET", "/missed");
    assertThat(impatient().waitingAndFailed()).contains("/missed");
    impatient().send("PUT", "/missed");
    assertThat(impatient().waitingAndFailed()).doesNotContain("/missed");
    assertThat(impatient().marked()).contains("/missed");
  }

  @Test
  default void similarKeysAreSuggested() throws Exception {
    patient().send("PUT", "/near_miss/db_ready");
    HttpResponse<String> answer = patient().send("GET", "/near_miss/db-redy?timeout=0");
    JsonNode missing = assertError(answer, 404, "Timeout").at("/missing/0");
    assertThat(missing.get("did_you_mean").toString()).isEqualTo("[\"/near_miss/db_ready\"]");
    assertThat(missing.get("reason").stringValue())
        .isEqualTo("not signalled; did you mean /near_miss/db_ready?");
    assertThat(patient().get("/", "text/html").body())
        .contains("not signalled; did you mean /near_miss/db_ready?");
  }
}
