package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertCommon;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What orchestrators and Prometheus read. */
interface MetricsContract extends Deployment {
  /** The value of a sample; 0 if there is none. */
  private double metric(String sample) throws Exception {
    HttpResponse<String> answer = patient().send("GET", "/_metrics");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_health/live", "/_health/ready"})
  default void aHealthyServiceSaysSo(String path) throws Exception {
    HttpResponse<String> answer = guarded().send("GET", path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith(
            "{\"ok\":true,\"status\":\"UP\",\"checks\":[{\"name\":\"timers\",\"status\":\"UP\"}");
    assertCommon(answer);
    assertThat(guarded().send("HEAD", path).statusCode()).isEqualTo(200);
    HttpResponse<String> verbose = guarded().send("GET", path + "?verbose");
    assertThat(verbose.body()).startsWith("[+]timers ok\n").endsWith(" check passed\n");
    assertError(patient().send("GET", path + "?other"), 400, "Unknown query parameter");
    assertError(patient().send("PUT", path), 404, "reserved");
    assertError(patient().send("GET", "/_health/other"), 404, "Unknown path");
  }

  @Test
  default void waitsAndSignalsAreCounted() throws Exception {
    String released = "rendezvous_waits_ended_total{outcome=\"released\"}";
    String timedOut = "rendezvous_waits_ended_total{outcome=\"timed_out\"}";
    String failed = "rendezvous_signals_total{status=\"failed\"}";
    double releasedBefore = metric(released);
    double timedOutBefore = metric(timedOut);
    double failedBefore = metric(failed);
    double okBefore = metric("rendezvous_signals_total{status=\"ok\"}");
    double begunBefore = metric("rendezvous_waits_begun_total");
    double resetsBefore = metric("rendezvous_resets_total");
    double lastedBefore = metric("rendezvous_wait_duration_seconds_count");
    double releasesBefore = metric("rendezvous_release_duration_seconds_count");
    double waitsBefore = metric("rendezvous_waits");
    CompletableFuture<HttpResponse<String>> parked = patient().park("GET", "/counted", "/counted");
    assertThat(metric("rendezvous_waits")).isEqualTo(waitsBefore + 1);
    assertOk(patient().send("PUT", "/counted"));
    assertOk(answered(parked));
    assertError(patient().send("GET", "/counted-2?timeout=0"), 404, "Timeout");
    assertOk(patient().send("PUT", "/counted-3?status=failed"));
    assertOk(patient().send("DELETE", "/counted-3"));
    assertThat(metric(released)).isEqualTo(releasedBefore + 1);
    assertThat(metric(timedOut)).isEqualTo(timedOutBefore + 1);
    assertThat(metric(failed)).isEqualTo(failedBefore + 1);
    assertThat(metric("rendezvous_signals_total{status=\"ok\"}")).isEqualTo(okBefore + 1);
    assertThat(metric("rendezvous_waits_begun_total")).isEqualTo(begunBefore + 2);
    assertThat(metric("rendezvous_resets_total")).isEqualTo(resetsBefore + 1);
    assertThat(metric("rendezvous_wait_duration_seconds_count")).isEqualTo(lastedBefore + 2);
    assertThat(metric("rendezvous_wait_duration_seconds_bucket{le=\"+Inf\"}"))
        .isEqualTo(lastedBefore + 2);
    // Counted after the response, which this client may have read before.
    while (metric("rendezvous_release_duration_seconds_count") < releasesBefore + 1) {
      Thread.onSpinWait();
    }
    assertThat(metric("rendezvous_waits")).isEqualTo(waitsBefore);
    assertThat(metric("rendezvous_keys")).isPositive();
    assertThat(metric("rendezvous_keys_max")).isPositive();
  }

  @Test
  default void attemptsAreCountedByKindAndResult() throws Exception {
    String closed = "rendezvous_probe_attempts_total{kind=\"port\",result=\"closed\"}";
    double before = metric(closed);
    String path = "/_port/127.0.0.1/" + Loopback.freePort();
    assertError(patient().send("GET", path + "?timeout=0"), 404, "Timeout");
    assertThat(metric(closed)).isGreaterThan(before);
  }

  @Test
  default void whatIsRefusedIsCounted() throws Exception {
    String bad = "rendezvous_http_responses_total{code=\"400\"}";
    double before = metric(bad);
    assertError(patient().send("GET", "/counted?unknown=1"), 400, "unknown");
    assertThat(metric(bad)).isEqualTo(before + 1);
    guarded().send("GET", "/refused");
    HttpResponse<String> ofGuarded =
        guarded().send("GET", "/_metrics", Map.of("Authorization", "Bearer " + WAIT_TOKEN));
    assertThat(ofGuarded.body()).contains("rendezvous_http_responses_total{code=\"401\"} ");
  }

  @Test
  default void metricsNeedATokenAndNameNoKey() throws Exception {
    assertError(guarded().send("GET", "/_metrics"), 401, "token");
    assertOk(patient().send("PUT", "/a-key-with-a-name"));
    assertThat(patient().send("GET", "/_metrics").body())
        .doesNotContain("a-key-with-a-name", "127.0.0.1");
  }

  @Test
  default void theFormatIsTheOneThatIsAsked() throws Exception {
    HttpResponse<String> text = patient().send("GET", "/_metrics");
    assertThat(text.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain")
        .contains("version=0.0.4");
    assertThat(text.body()).startsWith("# HELP rendezvous_").endsWith("\n");
    HttpResponse<String> open =
        patient().get("/_metrics", "application/openmetrics-text;version=1.0.0");
    assertThat(open.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
  }
}
