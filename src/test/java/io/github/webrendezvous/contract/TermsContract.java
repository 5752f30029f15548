package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of waits, besides conditions. */
interface TermsContract extends Deployment {
  private static double waited(HttpResponse<String> answer) {
    return Client.json(answer).get("waited").doubleValue();
  }

  @Test
  default void aWaitChoosesItsTimeout() throws Exception {
    HttpResponse<String> answer = patient().send("GET", "/own-timeout?timeout=150ms");
    assertError(answer, 404, "Timeout");
    assertThat(waited(answer)).isBetween(0.15, 20.0);
    CompletableFuture<HttpResponse<String>> longer =
        impatient().park("GET", "/longer?timeout=20s", "/longer");
    impatient().send("GET", "/longer"); // Times out after the default timeout of the deployment.
    assertThat(longer).isNotDone();
    impatient().send("PUT", "/longer");
    assertOk(answered(longer));
  }

  @Test
  default void aTimeoutOfZeroChecksOnce() throws Exception {
    HttpResponse<String> answer = patient().send("GET", "/looked-at?timeout=0");
    assertError(answer, 404, "Timeout");
    patient().send("PUT", "/looked-at");
    assertOk(patient().send("GET", "/looked-at?timeout=0"));
    String nobody = "/_port/127.0.0.1/" + Loopback.freePort() + "?timeout=0";
    HttpResponse<String> closed = patient().send("GET", nobody);
    assertError(closed, 404, "Timeout");
    assertThat(Client.json(closed).at("/missing/0/attempts").intValue()).isEqualTo(1);
    assertThat(Client.json(closed).at("/missing/0/last_error").stringValue()).contains("refused");
    assertOk(patient().send("GET", "/_port/127.0.0.1/" + uri().getPort() + "?timeout=0"));
  }

  @Test
  default void aPreferenceIsAppliedAndConfirmed() throws Exception {
    Map<String, String> prefer = Map.of("Prefer", "respond-async, wait=0");
    HttpResponse<String> answer = patient().send("GET", "/preferred", prefer);
    assertError(answer, 404, "Timeout");
    assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=0");
    HttpResponse<String> overruled = patient().send("GET", "/preferred?timeout=1ms", prefer);
    assertError(overruled, 404, "Timeout");
    assertThat(overruled.headers().firstValue("Preference-Applied")).isEmpty();
    patient().send("PUT", "/preferred");
    assertThat(
            patient().send("GET", "/preferred", prefer).headers().allValues("Preference-Applied"))
        .containsExactly("wait=0");
  }

  @Test
  default void noWaitExceedsTheMaximumTimeout() throws Exception {
    // The limit is 25 seconds, which this test does not wait for.
    impatient().send("PUT", "/capped");
    Map<String, String> prefer = Map.of("Prefer", "wait=26");
    assertThat(impatient().send("GET", "/capped", prefer).headers().map())
        .doesNotContainKey("preference-applied");
    assertThat(patient().send("GET", "/capped?timeout=0", prefer).statusCode()).isEqualTo(404);
    patient().send("PUT", "/capped");
    assertThat(patient().send("GET", "/capped", prefer).headers().map())
        .containsEntry("preference-applied", List.of("wait=26"));
  }

  @ParameterizedTest
  @CsvSource({"404, false", "408, false", "503, true", "504, false"})
  default void theStatusOfATimeoutCanBeChosen(int status, boolean retry) throws Exception {
    HttpResponse<String> answer = patient().send("GET", "/status?timeout=1ms&on-timeout=" + status);
    assertError(answer, status, "Timeout");
    assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(retry);
  }

  @Test
  default void aCallerCanNameItself() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        patient().park("GET", "/named?as=web%3C1%3E", "/named");
    assertThat(patient().get("/", "text/html").body()).contains("web&lt;1&gt;");
    patient().send("PUT", "/named");
    answered(parked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout=-1",
        "timeout=",
        "timeout",
        "timeout=1x",
        "timeout=1,5",
        "timeout=1&timeout=2",
        "timeout=99999999999",
        "as=",
        "as=%0A",
        "as=a&as=b",
        "on-timeout=200",
        "on-timeout=500",
        "on-timeout=",
        "timeOut=1",
        "timeout=%FF",
        "tim%65out=1&timeout=1",
        "&timeout=1",
        "timeout=1&",
        "=1",
        "until=open",
        "status=failed"
      })
  default void invalidParametersAreRejectedAtOnce(String query) throws Exception {
    for (String path : new String[] {"/refused?", "/_port/127.0.0.1/1?", "/_postgres/db?"}) {
      assertError(patient().send("GET", path + query), 400);
    }
    assertThat(patient().waitingAndFailed()).doesNotContain("/refused");
  }

  @Test
  default void aRejectionNamesTheParameterAndAValidOne() throws Exception {
    assertError(patient().send("GET", "/x?timeout=-1"), 400, "\"timeout\"", "?timeout=30");
    assertError(patient().send("GET", "/x?tiemout=1"), 400, "\"tiemout\"", "timeout=30");
    assertError(patient().send("GET", "/x?as=a&as=b"), 400, "\"as\"", "twice");
    assertError(patient().send("GET", "/x?as=" + "n".repeat(129)), 400, "\"as\"", "128");
  }
}
