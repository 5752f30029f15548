package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertCommon;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** One request for all of, or any of, several conditions. */
interface SeveralContract extends Deployment {
  /** The type that curl sends with every body, which says nothing about a value. */
  String FORM = "application/x-www-form-urlencoded";

  private void put(String path, String body) throws Exception {
    assertOk(patient().send("PUT", path, body.getBytes(StandardCharsets.UTF_8), FORM));
  }

  private static JsonNode assertReleased(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"ok\":true,");
    assertCommon(answer);
    return Client.json(answer);
  }

  @Test
  default void allOfEndsWithTheLastOfItsTerms() throws Exception {
    int port = Loopback.freePort();
    put("/all-value", "5432");
    CompletableFuture<HttpResponse<String>> parked =
        patient()
            .park(
                "GET",
                "/_all?of=all-value&of=all-key%3Fcount=2&of=_port/127.0.0.1/" + port,
                "/all-key");
    assertOk(patient().send("POST", "/all-key"));
    try (ServerSocket listening = Loopback.listen(port)) {
      assertThat(listening.isBound()).isTrue();
      assertThat(parked).isNotDone();
      assertOk(patient().send("POST", "/all-key"));
      JsonNode json = assertReleased(answered(parked));
      assertThat(json.get("terms").toString())
          .isEqualTo(
              "[{\"condition\":\"/all-value\",\"outcome\":\"released\"},"
                  + "{\"condition\":\"/all-key\",\"count\":2,\"outcome\":\"released\"},"
                  + "{\"condition\":\"/_port/127.0.0.1/%d\",\"outcome\":\"released\"}]"
                      .formatted(port));
    }
  }

  /** The size of a response is limited, however long the values are. */
  @Test
  default void valuesOfTermsAreSentOnlyOnRequest() throws Exception {
    String terms = "";
    for (int i = 0; i < 8; i++) {
      put("/long-value-" + i, "v".repeat(64 * 1_024));
      terms += "&of=long-value-" + i;
    }
    String path = "/_all?" + terms.substring(1);
    assertThat(patient().send("GET", path).body().length()).isLessThan(2_000);
    JsonNode all = assertReleased(patient().send("GET", path + "&values")).get("terms");
    assertThat(all.at("/0/value").stringValue()).hasSize(64 * 1_024);
    assertThat(all.at("/3/value").stringValue()).hasSize(64 * 1_024);
    assertThat(all.get(4).has("value")).isFalse();
    assertThat(all.at("/7/value_bytes").intValue()).isEqualTo(64 * 1_024);
    assertError(patient().send("GET", "/long-value-0?values"), 400, "\"values\"");
    assertOk(patient().send("DELETE", "/long-value-0"));
    byte[] reason = "r".repeat(64 * 1_024).getBytes(StandardCharsets.UTF_8);
    assertOk(patient().send("PUT", "/long-value-0?status=failed", reason, FORM));
    HttpResponse<String> failed = patient().send("GET", path.replace("_all", "_any"));
    assertReleased(failed);
    assertThat(failed.body().length()).isLessThan(70_000);
  }

  @Test
  default void anyOfSaysWhichHeldFirst() throws Exception {
    String closed = "/_port/127.0.0.1/" + Loopback.freePort();
    CompletableFuture<HttpResponse<String>> parked =
        patient().park("HEAD", "/_any?of=any-a&of=any-b&of=" + closed.substring(1), closed);
    CompletableFuture<HttpResponse<String>> other =
        patient().begin("GET", "/_any?of=any-a&of=any-b&of=" + closed.substring(1));
    put("/any-b", "me");
    assertThat(answered(parked).statusCode()).isEqualTo(200);
    JsonNode json = assertReleased(answered(other));
    assertThat(json.get("first").stringValue()).isEqualTo("/any-b");
    assertThat(json.get("value").stringValue()).isEqualTo("me");
    assertThat(json.at("/terms/0/outcome").stringValue()).isEqualTo("undecided");
    assertThat(patient().waitingAndFailed()).doesNotContain(closed, "/any-a");
  }

  @Test
  default void oneFailureEndsAllOfButNotAnyOf() throws Exception {
    CompletableFuture<HttpResponse<String>> all =
        patient().park("GET", "/_all?of=failing&of=all-other", "/all-other");
    CompletableFuture<HttpResponse<String>> any =
        patient().park("GET", "/_any?of=failing&of=any-other", "/any-other");
    put("/failing?status=failed", "exit code 3");
    JsonNode json = assertError(answered(all), 424, "Failed");
    assertThat(json.get("condition").stringValue()).isEqualTo("/failing");
    assertThat(json.get("reason").stringValue()).isEqualTo("exit code 3");
    assertThat(json.at("/terms/0/outcome").stringValue()).isEqualTo("failed");
    assertThat(json.at("/terms/1/outcome").stringValue()).isEqualTo("undecided");
    assertThat(any).isNotDone();
    assertOk(patient().send("PUT", "/any-other"));
    assertThat(assertReleased(answered(any)).at("/terms/0/reason").stringValue())
        .isEqualTo("exit code 3");
    put("/any-other?status=failed", "");
    assertError(patient().send("GET", "/_any?of=failing&of=any-other"), 424, "Failed");
    assertError(patient().send("GET", "/_any?of=_all%3Fof=failing%26of=x&of=failing"), 424);
  }

  @Test
  default void aResetEndsAllOf() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        patient().park("GET", "/_all?of=reset-a&of=reset-b", "/reset-b");
    assertOk(patient().send("DELETE", "/reset-b"));
    JsonNode json = assertError(answered(parked), 410, "Reset");
    assertThat(json.at("/terms/1/outcome").stringValue()).isEqualTo("reset");
  }

  @Test
  default void aTimeoutExplainsEveryMissingTerm() throws Exception {
    String closed = "/_port/127.0.0.1/" + Loopback.freePort();
    assertOk(impatient().send("PUT", "/met"));
    assertOk(impatient().send("POST", "/workers"));
    String path =
        "/_all?of=met&of=unmet&of=" + closed + "&of=_any%3Fof%3Dworkers%253Fcount%253D3%26of%3Dx";
    JsonNode json = assertError(impatient().send("GET", path + "&timeout=0"), 404, "Timeout");
    JsonNode missing = json.get("missing");
    assertThat(missing.valueStream().map(each -> each.get("condition").stringValue()))
        .containsExactly("/unmet", closed, "/workers", "/x");
    assertThat(missing.at("/0/reason").stringValue()).isEqualTo("not signalled");
    assertThat(missing.at("/1/last_error").stringValue())
        .isEqualTo(closed.substring("/_port/".length()).replace('/', ':') + ": connection refused");
    assertThat(missing.at("/2/arrivals").intValue()).isEqualTo(1);
    assertThat(json.get("terms").valueStream().map(each -> each.get("outcome").stringValue()))
        .containsExactly("released", "timed out", "timed out", "timed out", "timed out");
    assertThat(impatient().waitingAndFailed()).contains("/unmet", closed, "/x");
    assertThat(Client.json(impatient().get(path, "application/problem+json")).has("terms"))
        .isTrue();
  }

  @Test
  default void aTimeoutOfZeroChecksEveryTermOnce() throws Exception {
    assertOk(patient().send("PUT", "/looked"));
    int own = uri().getPort();
    assertReleased(patient().send("GET", "/_all?timeout=0&of=looked&of=_port/127.0.0.1/" + own));
    assertError(patient().send("GET", "/_all?of=looked&of=unlooked&timeout=0"), 404, "Timeout");
  }

  @ParameterizedTest
  @CsvSource({
    "/_all, _all has no terms",
    "/_any?timeout=3, _any has no terms",
    "/_all?of=, no value",
    "/_all/abc?of=abc, from the query",
    "/_all?of=abc&raw, raw",
    "/_all?of=abc&count=2, count",
    "/_all?of=abc%3Ftimeout=3, timeout",
    "/_all?of=abc%3Fcount=0, count",
    "/_all?of=a//b, empty segment",
    "/_all?of=what%3Fnow, write %253F",
    "/_all?of=_any%3Fof=what%253Fnow, write %25253F",
    "/_all?of=100%25, write % itself as %2525",
    "/what?now, write %3F",
    "/_all?of=/, neither a key nor a probe",
    "/_all?of=favicon.ico, neither a key nor a probe",
    "/_all?of=_nothing, Unknown path",
    "/_all?of=_port/db/0, not a valid port",
    "/_all?of=_all, no terms",
    "/_all?of=_any%3Fof=_all%3Fof=_any%3Fof=_all%3Fof=a, deep"
  })
  default void invalidRequestsAreRejectedAtOnce(String path, String saying) throws Exception {
    HttpResponse<String> answer = patient().send("GET", path);
    assertError(answer, path.contains("_nothing") ? 404 : 400, saying);
  }

  /** Half a character cannot be encoded, and the response would be lost. */
  @Test
  default void textsAreNotCutWithinACharacter() throws Exception {
    for (int before : new int[] {287, 288, 289, 290, 298, 299, 300}) {
      String term = "x".repeat(before) + "%F0%9F%9A%80";
      assertError(impatient().send("GET", "/_all?timeout=0&of=" + term), 404, "Timeout");
      assertError(impatient().send("GET", "/_all?of=" + term + "//"), 400, "is invalid");
    }
    assertThat(impatient().get("/", "text/html").statusCode()).isEqualTo(200);
  }

  @Test
  default void thereAreAtMost64Terms() throws Exception {
    assertOk(patient().send("PUT", "/t"));
    String most = "/_all?of=t" + "&of=t".repeat(61) + "&of=_any%3Fof=t%26of=t";
    assertReleased(patient().send("GET", most));
    assertError(patient().send("GET", most + "&of=t"), 400, "more than 64");
  }

  @Test
  default void severalTermsAreOneWait() throws Exception {
    small().park("GET", "/_all?of=one-wait-a&of=one-wait-b&of=one-wait-c", "/one-wait-c");
    small().park("GET", "/one-wait-d", "/one-wait-d");
    CompletableFuture<HttpResponse<String>> third =
        small().park("GET", "/one-wait-e", "/one-wait-e");
    assertThat(third).isNotDone();
    assertError(small().send("GET", "/_any?of=one-wait-f&of=one-wait-g"), 503);
    for (String key : new String[] {"a", "b", "c", "d", "e"}) {
      assertOk(small().send("DELETE", "/one-wait-" + key));
    }
  }
}
