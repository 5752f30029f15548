package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waiting for keys, and signalling them. */
interface KeyContract extends Deployment {
  @Test
  default void aGetIsHeldUntilThePut() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = patient().park("GET", "/held", "/held");
    assertThat(parked).isNotDone();
    assertOk(patient().send("PUT", "/held"));
    HttpResponse<String> released = answered(parked);
    assertOk(released);
    assertThat(released.headers().firstValue("Server-Timing"))
        .hasValueSatisfying(v -> assertThat(v).startsWith("wait;dur="));
  }

  @Test
  default void aGetAfterThePutIsAnsweredAtOnce() throws Exception {
    assertOk(patient().send("PUT", "/early"));
    assertOk(patient().send("GET", "/early"));
    assertOk(patient().send("GET", "/early"));
  }

  @Test
  default void onePutReleasesAllWaits() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      parked.add(patient().begin("GET", "/crowd"));
    }
    patient().park("GET", "/crowd", "/crowd");
    patient().send("PUT", "/crowd");
    for (CompletableFuture<HttpResponse<String>> each : parked) {
      assertOk(answered(each));
    }
  }

  @Test
  default void aPostSignals() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = patient().park("GET", "/posted", "/posted");
    assertOk(patient().send("POST", "/posted"));
    assertOk(answered(parked));
  }

  @Test
  default void aHeadIsHeldAndHasNoBody() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = patient().park("HEAD", "/head", "/head");
    patient().send("PUT", "/head");
    HttpResponse<String> released = answered(parked);
    assertThat(released.statusCode()).isEqualTo(200);
    assertThat(released.body()).isEmpty();
    assertThat(released.headers().firstValue("Content-Length")).contains("12");
    assertThat(impatient().send("HEAD", "/head-in-vain").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/abc.jsp, /abc.jsp",
    "/index.html, /index.html",
    "/a%20b, /a b",
    "/a+b, /a+b",
    "/a;v=1, /a;v=1",
    "/a;jsessionid=1234/b, /a;jsessionid=1234/b",
    "/stack1/db_ready, /stack1/db_ready",
    "/trailing/, /trailing/",
    "/%E2%82%AC, /€",
    "/100%25, /100%",
    "/what%3F, /what?",
    "/WEB-INF.txt, /WEB-INF.txt",
    "/home, /home"
  })
  default void everyPathThatIsNotReservedIsAKey(String path, String key) throws Exception {
    CompletableFuture<HttpResponse<String>> parked = patient().park("GET", path, key);
    assertThat(patient().waitingAndFailed()).contains(key);
    assertOk(patient().send("PUT", path));
    assertOk(answered(parked));
    assertThat(patient().marked()).contains(key);
  }

  @Test
  default void caseAndTrailingSlashesMakeOtherKeys() throws Exception {
    patient().send("PUT", "/Case");
    assertError(impatient().send("GET", "/case"), 404, "Timeout");
    patient().send("PUT", "/slash");
    CompletableFuture<HttpResponse<String>> parked = patient().park("GET", "/slash/", "/slash/");
    assertThat(parked).isNotDone();
    patient().send("PUT", "/slash/");
    assertOk(answered(parked));
  }

  @Test
  default void theSizeOfABodyIsLimited() throws Exception {
    String form = "application/x-www-form-urlencoded";
    assertOk(patient().send("PUT", "/body", "a=1&b=2".getBytes(StandardCharsets.UTF_8), form));
    assertOk(patient().send("POST", "/body", new byte[64 * 1_024], form));
    assertError(
        patient().send("PUT", "/too-much", new byte[64 * 1_024 + 1], "text/plain"),
        413,
        "65536 bytes");
    assertThat(patient().marked()).doesNotContain("/too-much");
  }
}
