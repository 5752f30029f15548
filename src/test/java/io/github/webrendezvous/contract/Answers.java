package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Checks that apply to every response. */
final class Answers {
  static final String OK = "{\"ok\":true}\n";

  private Answers() {}

  static void assertOk(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(OK);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertCommon(answer);
  }

  /** Asserts one line of JSON with an error that contains all of these, and returns it. */
  static JsonNode assertError(HttpResponse<String> answer, int status, String... saying) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"ok\":false,\"error\":\"");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode json = Client.json(answer);
    for (String part : saying) {
      assertThat(json.get("error").stringValue()).contains(part);
    }
    assertCommon(answer);
    return json;
  }

  static void assertCommon(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  static HttpResponse<String> answered(CompletableFuture<HttpResponse<String>> parked)
      throws Exception {
    return parked.get(20, TimeUnit.SECONDS);
  }

  /** The duration of a wait, as the server reports it. */
  static double millisecondsWaited(HttpResponse<String> answer) {
    String timing = answer.headers().firstValue("Server-Timing").orElseThrow();
    return Double.parseDouble(timing.substring(timing.indexOf("dur=") + "dur=".length()));
  }

  /** The response to waits when the application or its container stops. */
  static void assertSentAway(List<CompletableFuture<HttpResponse<String>>> parked)
      throws Exception {
    for (CompletableFuture<HttpResponse<String>> each : parked) {
      HttpResponse<String> answer = answered(each);
      assertError(answer, 503, "Shutting down");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
  }
}
