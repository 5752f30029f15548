package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Signals, their values and failures, and their effect on waits. */
interface SignalContract extends Deployment {
  private HttpResponse<String> put(String path, String body, String contentType) throws Exception {
    return patient().send("PUT", path, body.getBytes(StandardCharsets.UTF_8), contentType);
  }

  private CompletableFuture<HttpResponse<String>> park(String path) throws Exception {
    return patient().park("GET", path, path.split("\\?", 2)[0]);
  }

  private static void assertReleased(HttpResponse<String> answer, String member, String value) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"ok\":true,");
    assertThat(Client.json(answer).get(member).stringValue()).isEqualTo(value);
  }

  @Test
  default void everyWaitGetsTheValue() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = park("/port");
    assertOk(put("/port", "5432", "application/x-www-form-urlencoded"));
    assertThat(answered(parked).body()).isEqualTo("{\"ok\":true,\"value\":\"5432\"}\n");
    assertReleased(patient().send("GET", "/port"), "value", "5432");
    assertOk(patient().send("PUT", "/port"));
    assertOk(patient().send("GET", "/port"));
  }

  @Test
  default void aRawValueIsTheBytesThemselves() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = park("/raw?raw");
    String json = "{\"port\": 5432}\n";
    assertOk(put("/raw", json, "application/json"));
    HttpResponse<String> released = answered(parked);
    assertThat(released.statusCode()).isEqualTo(200);
    assertThat(released.body()).isEqualTo(json);
    assertThat(released.headers().firstValue("Content-Type")).contains("application/json");
    assertReleased(patient().send("GET", "/raw"), "content_type", "application/json");
    patient().send("PUT", "/raw-nothing");
    assertThat(patient().send("GET", "/raw-nothing?raw").body()).isEmpty();
    assertError(patient().send("GET", "/raw-in-vain?raw&timeout=0"), 404, "Timeout");
  }

  @Test
  default void binaryValuesAreSentAsBase64() throws Exception {
    byte[] bytes = {(byte) 0xff, 0, (byte) 0xfe};
    assertOk(patient().send("PUT", "/bytes", bytes, "image/png"));
    assertReleased(patient().send("GET", "/bytes"), "value_base64", "/wD+");
    assertThat(patient().send("GET", "/bytes?raw").headers().firstValue("Content-Type"))
        .contains("application/octet-stream");
  }

  /** A value can come from anyone; no browser may treat it as our page. */
  @ParameterizedTest
  @CsvSource({
    "text/html, text/plain",
    "TEXT/HTML;charset=utf-8, text/plain",
    "text/xml, text/plain",
    "text/javascript, text/plain",
    "image/svg+xml, application/octet-stream",
    "application/xhtml+xml, application/octet-stream",
    "application/pdf, application/octet-stream",
    "application/problem+json, application/problem+json",
    "text/csv, text/csv"
  })
  default void noValueIsServedAsAnExecutableType(String said, String served) throws Exception {
    assertOk(put("/page", "<script>alert(1)</script>", said));
    HttpResponse<String> raw = patient().send("GET", "/page?raw");
    assertThat(raw.headers().firstValue("Content-Type").orElseThrow()).startsWith(served);
    assertThat(raw.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(raw.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("sandbox");
  }

  @Test
  default void aValueHasAtMost64KiB() throws Exception {
    String longest = "v".repeat(64 * 1_024);
    assertOk(put("/long", longest, "text/plain"));
    assertThat(patient().send("GET", "/long?raw").body()).isEqualTo(longest);
    assertError(put("/long", longest + "v", "text/plain"), 413, "65536");
    assertThat(patient().send("GET", "/long?raw").body()).isEqualTo(longest);
  }

  @Test
  default void aFailureEndsEveryWaitWithItsReason() throws Exception {
    CompletableFuture<HttpResponse<String>> one = park("/migrated");
    CompletableFuture<HttpResponse<String>> three = patient().begin("GET", "/migrated?count=3");
    patient().park("GET", "/migrated?raw", "/migrated");
    assertOk(put("/migrated?status=failed", "exit code 3\n", "text/plain"));
    for (HttpResponse<String> each : List.of(answered(one), answered(three))) {
      JsonNode json = assertError(each, 424, "Failed");
      assertThat(json.get("reason").stringValue()).isEqualTo("exit code 3\n");
      assertThat(json.get("condition").stringValue()).isEqualTo("/migrated");
    }
    assertError(patient().send("GET", "/migrated"), 424, "Failed");
    assertThat(patient().waitingAndFailed()).contains("/migrated");
    assertThat(patient().marked()).doesNotContain("/migrated");
    assertThat(patient().get("/", "text/html").body()).contains("exit code 3");
    assertOk(patient().send("PUT", "/migrated?status=ok"));
    assertOk(patient().send("GET", "/migrated"));
    assertThat(patient().waitingAndFailed()).doesNotContain("/migrated");
  }

  /** A log is a valid reason, however long. */
  @Test
  default void aFailureIsRecordedWithTheEndOfALongReason() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = park("/long-log");
    String log = "€".repeat(100_000) + "no table users\n";
    assertOk(put("/long-log?status=failed", log, "text/plain"));
    String reason = assertError(answered(parked), 424, "Failed").get("reason").stringValue();
    assertThat(reason).matches("(?s)\\[truncated: the first [0-9]+ bytes are missing]\n€+no.*");
    assertThat(reason).endsWith("€no table users\n");
    assertThat(reason.getBytes(StandardCharsets.UTF_8).length)
        .isBetween(64 * 1_024 - 10, 64 * 1_024);
  }

  @Test
  default void aCountIsReachedByArrivalsEachIdOnce() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = park("/workers?count=3");
    for (String id : new String[] {"?id=a", "?id=a", "", "?id=a"}) {
      assertOk(patient().send("POST", "/workers" + id));
    }
    JsonNode missing =
        assertError(patient().send("GET", "/workers?count=3&timeout=0"), 404, "Timeout")
            .at("/missing/0");
    assertThat(missing.get("reason").stringValue()).isEqualTo("2 of 3 arrivals, among them a");
    assertThat(missing.get("arrivals").intValue()).isEqualTo(2);
    assertThat(missing.get("count").intValue()).isEqualTo(3);
    assertThat(missing.get("ids").toString()).isEqualTo("[\"a\"]");
    assertThat(parked).isNotDone();
    assertThat(patient().get("/", "text/html").body())
        .contains("2 of 3 arrivals: a", ">2 arrivals<", "for 3 arrivals");
    assertOk(patient().send("POST", "/workers?id=b"));
    assertOk(answered(parked));
  }

  /** One of three workers fails and the others arrive, so not all have arrived. */
  @Test
  default void onlyTheSameIdClearsAFailedArrival() throws Exception {
    assertOk(patient().send("POST", "/shards?id=x&status=failed"));
    assertOk(patient().send("POST", "/shards?id=y"));
    assertOk(patient().send("POST", "/shards"));
    assertError(patient().send("GET", "/shards?count=2"), 424, "Failed");
    assertError(patient().send("GET", "/shards"), 424, "Failed");
    assertOk(patient().send("POST", "/shards?id=x"));
    assertOk(patient().send("GET", "/shards?count=3"));
    assertError(patient().send("GET", "/shards?count=4&timeout=0"), 404, "Timeout");
    assertOk(patient().send("POST", "/shards?status=failed"));
    assertOk(patient().send("POST", "/shards"));
    assertError(patient().send("GET", "/shards"), 424, "Failed");
    assertOk(patient().send("PUT", "/shards"));
    assertOk(patient().send("GET", "/shards?count=4"));
  }

  @Test
  default void aSignalWithATimeToLiveExpires() throws Exception {
    assertOk(patient().send("PUT", "/leased?ttl=10m"));
    assertOk(patient().send("GET", "/leased?timeout=0"));
    assertOk(patient().send("PUT", "/leased?ttl=1ms"));
    // From here on the millisecond passes on the server's clock.
    HttpResponse<String> looked = patient().send("GET", "/leased?timeout=0");
    while (looked.statusCode() == 200) {
      looked = patient().send("GET", "/leased?timeout=0");
    }
    assertError(looked, 404, "Timeout");
    assertThat(patient().marked()).doesNotContain("/leased");
  }

  @Test
  default void aResetForgetsTheSignalAndEndsTheWaits() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = park("/again?count=2");
    put("/again", "1", "text/plain");
    assertOk(patient().send("DELETE", "/again"));
    JsonNode json = assertError(answered(parked), 410, "Reset");
    assertThat(json.get("condition").stringValue()).isEqualTo("/again");
    assertThat(patient().marked()).doesNotContain("/again");
    assertError(patient().send("GET", "/again?timeout=0"), 404, "Timeout");
    assertOk(patient().send("delete", "/never-heard-of"));
  }

  @Test
  default void allKeysBelowAPrefixAreReset() throws Exception {
    for (String key : new String[] {"/run-7/a", "/run-7/b/c", "/run-77/a", "/run-7"}) {
      assertOk(patient().send("PUT", key));
    }
    CompletableFuture<HttpResponse<String>> parked = park("/run-7/late");
    assertThat(patient().send("DELETE", "/run-7/*").body()).isEqualTo("{\"ok\":true,\"keys\":3}\n");
    assertError(answered(parked), 410, "Reset");
    assertThat(patient().marked())
        .contains("/run-77/a", "/run-7")
        .doesNotContain("/run-7/a", "/run-7/b/c");
  }

  /** The request of a script with an empty variable. */
  @Test
  default void resettingEveryKeyNeedsConfirmation() throws Exception {
    assertOk(patient().send("PUT", "/of-another-run"));
    assertError(patient().send("DELETE", "/*"), 400, "DELETE /*?all", "DELETE /run-1/*");
    assertError(patient().send("DELETE", "/run-1/*?all"), 400, "\"all\"");
    assertError(patient().send("DELETE", "/run-1?all"), 400, "\"all\"");
    assertThat(patient().marked()).contains("/of-another-run");
    for (String method : new String[] {"GET", "PUT", "POST"}) {
      assertError(patient().send(method, "/*"), 400, "DELETE /run-1/*");
      assertError(patient().send(method, "/run-1/*"), 400, "DELETE /run-1/*");
    }
    assertError(patient().send("GET", "/_all?of=a/*"), 400, "DELETE /run-1/*");
    assertOk(patient().send("PUT", "/a*"));
    assertOk(patient().send("PUT", "/*/a"));
    assertOk(small().send("PUT", "/reset-with-all"));
    HttpResponse<String> reset = small().send("DELETE", "/*?all");
    assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
    assertThat(small().marked()).isEmpty();
  }

  @Test
  default void theFirstWriterWinsWithIfNoneMatch() throws Exception {
    Map<String, String> first = Map.of("If-None-Match", "*");
    assertOk(patient().send("PUT", "/first", first));
    JsonNode second = assertError(patient().send("PUT", "/first", first), 412, "Signalled before");
    assertThat(second.get("condition").stringValue()).isEqualTo("/first");
    assertThat(second.get("signalled_by").stringValue()).isNotEmpty();
    assertOk(put("/first", "web-1", "text/plain"));
    second = assertError(patient().send("PUT", "/first", first), 412, "Signalled before");
    assertThat(second.get("value").stringValue()).isEqualTo("web-1");
    assertOk(patient().send("DELETE", "/first"));
    assertOk(patient().send("PUT", "/first", first));
  }

  /** Unsupported preconditions must not be ignored. */
  @Test
  default void otherPreconditionsAreRejected() throws Exception {
    for (String header : new String[] {"If-Match", "If-Unmodified-Since", "If-Modified-Since"}) {
      for (String method : new String[] {"PUT", "POST", "DELETE"}) {
        Map<String, String> precondition = Map.of(header, "*");
        assertError(patient().send(method, "/conditional", precondition), 400, header);
      }
    }
    Map<String, String> tag = Map.of("If-None-Match", "\"abc\"");
    assertError(patient().send("PUT", "/conditional", tag), 400, "If-None-Match: *");
    assertError(
        patient().send("POST", "/conditional", Map.of("If-None-Match", "*")), 400, "on PUT");
    assertThat(patient().marked()).doesNotContain("/conditional");
  }

  @Test
  default void errorsAreProblemDetailsOnRequest() throws Exception {
    Map<String, String> accept = Map.of("Accept", "application/problem+json");
    HttpResponse<String> timeout = patient().send("GET", "/problem?timeout=0", accept);
    assertThat(timeout.statusCode()).isEqualTo(404);
    assertThat(timeout.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode json = Client.json(timeout);
    assertThat(json.get("title").stringValue()).isEqualTo("Not Found");
    assertThat(json.get("status").intValue()).isEqualTo(404);
    assertThat(json.get("detail").stringValue()).isEqualTo("Timeout: /problem, not signalled");
    assertThat(json.get("error").stringValue()).isEqualTo("Timeout");
    assertThat(json.at("/missing/0/condition").stringValue()).isEqualTo("/problem");
    HttpResponse<String> refused = patient().send("GET", "/problem?x=1", accept);
    assertThat(Client.json(refused).get("title").stringValue()).isEqualTo("Bad Request");
    patient().send("PUT", "/problem");
    assertOk(patient().send("GET", "/problem", accept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /s?status=", "PUT /s?status=FAILED", "PUT /s?ttl=0", "PUT /s?ttl=-1",
        "PUT /s?ttl=8761h", "PUT /s?ttl=9999999999h", "PUT /s?id=a", "POST /s?id=",
        "POST /s?id=a&id=b", "PUT /s?timeout=1", "PUT /s?raw", "DELETE /s?id=a",
        "DELETE /s/*?force", "GET /s?count=0", "GET /s?count=-1", "GET /s?count=1.5",
        "GET /s?count=1000000000", "GET /s?count=", "GET /s?raw=1", "GET /s?raw&raw",
        "GET /s?raw&raw", "GET /s?id=a", "GET /s?status=ok", "GET /_port/127.0.0.1/1?count=2",
        "GET /_port/127.0.0.1/1?raw"
      })
  default void invalidRequestsAreRejectedAtOnce(String request) throws Exception {
    String[] parts = request.split(" ", 2);
    assertError(patient().send(parts[0], parts[1]), 400, "query parameter");
    assertThat(patient().marked()).doesNotContain("/s");
    assertThat(patient().waitingAndFailed()).doesNotContain("/s");
  }

  @Test
  default void anInvalidContentTypeIsRejected() throws Exception {
    assertError(put("/typed", "x", "nonsense"), 400, "Content-Type: application/json");
    assertThat(patient().marked()).doesNotContain("/typed");
  }
}
