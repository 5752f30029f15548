package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests that exceed a limit are rejected, and do not affect waits. */
interface LimitsContract extends Deployment {
  private static void assertNoRoom(HttpResponse<String> answer, String setting) {
    assertError(answer, 503, "limit reached", setting);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  default void aWaitWithoutRoomIsRejectedAtOnce() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
    for (int i = 0; i < FEW_WAITS; i++) {
      parked.add(small().park("GET", "/full" + i, "/full" + i));
    }
    assertNoRoom(small().send("GET", "/full0"), "maxWaits");
    assertNoRoom(small().send("GET", "/_port/127.0.0.1/" + Loopback.freePort()), "maxWaits");
    for (int i = 0; i < FEW_WAITS; i++) {
      assertOk(small().send("PUT", "/full" + i));
      assertOk(answered(parked.get(i)));
    }
    assertError(small().send("GET", "/full?timeout=0"), 404, "Timeout");
  }

  private static Map<String, String> token() {
    return Map.of("Authorization", "Bearer " + ADMIN_TOKEN);
  }

  private String status() throws Exception {
    return guarded().send("GET", "/", token()).body();
  }

  /** Others are not affected, and neither are requests that do not have to wait. */
  @Test
  default void oneCallerCanHaveOnlySoManyWaits() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
    for (int i = 0; i < FEW_WAITS; i++) {
      parked.add(guarded().begin("GET", "/crowded" + i, token()));
      while (!status().contains("/crowded" + i)) {
        Thread.onSpinWait();
      }
    }
    HttpResponse<String> refused = guarded().send("GET", "/crowded0", token());
    assertError(refused, 429, "limit of one caller reached (maxWaitsPerCaller=" + FEW_WAITS + ")");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertOk(guarded().send("PUT", "/crowded-out", token()));
    assertOk(guarded().send("GET", "/crowded-out", token()));
    for (int i = 0; i < FEW_WAITS; i++) {
      assertThat(parked.get(i)).isNotDone();
      assertOk(guarded().send("PUT", "/crowded" + i, token()));
      assertOk(answered(parked.get(i)));
    }
    assertError(guarded().send("GET", "/crowded?timeout=10ms", token()), 404, "Timeout");
  }

  @Test
  default void onlySoManyTargetsAreProbedAtOnce() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
    for (int i = 0; i < FEW_TARGETS; i++) {
      String path = "/_port/127.0.0.1/" + Loopback.freePort();
      parked.add(guarded().begin("GET", path + "?timeout=2", token()));
      while (!status().contains(path)) {
        Thread.onSpinWait();
      }
    }
    String another = "/_port/127.0.0.1/" + Loopback.freePort() + "?timeout=0";
    assertNoRoom(guarded().send("GET", another, token()), "maxTargets=" + FEW_TARGETS);
    for (CompletableFuture<HttpResponse<String>> each : parked) {
      assertError(answered(each), 404, "Timeout");
    }
    assertError(guarded().send("GET", another, token()), 404, "Timeout");
  }

  @Test
  default void aValueIsAsLongAsTheSettingAllows() throws Exception {
    HttpResponse<String> refused =
        guarded().send("PUT", "/body", new byte[SMALL_BODY + 1], token());
    assertError(refused, 413, "longer than " + SMALL_BODY + " bytes");
    assertError(guarded().send("GET", "/body?timeout=0", token()), 404, "Timeout");
    assertOk(guarded().send("PUT", "/body", new byte[SMALL_BODY], token()));

    byte[] reason = ("begin" + "x".repeat(3 * SMALL_BODY)).getBytes(StandardCharsets.UTF_8);
    assertOk(guarded().send("PUT", "/body?status=failed", reason, token()));
    HttpResponse<String> failed = guarded().send("GET", "/body", token());
    assertError(failed, 424, "Failed");
    assertThat(failed.body()).doesNotContain("begin").hasSizeLessThan(2 * SMALL_BODY);
  }

  @Test
  default void theOldestKeysAreForgottenFirst() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = small().park("GET", "/kept", "/kept");
    for (int i = 0; i < 5 * FEW_KEYS; i++) {
      assertOk(small().send("PUT", "/invented" + i));
    }
    assertThat(small().marked())
        .hasSizeLessThan(FEW_KEYS)
        .contains("/invented" + (5 * FEW_KEYS - 1))
        .doesNotContain("/invented0");
    assertThat(parked).isNotDone();
    assertOk(small().send("PUT", "/kept"));
    assertOk(answered(parked));
  }

  @Test
  default void aValueWithoutRoomIsRejected() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        small().park("GET", "/holding?count=9", "/holding");
    assertOk(small().send("PUT", "/holding", new byte[FEW_BYTES], "text/plain"));
    assertNoRoom(small().send("PUT", "/another", new byte[1], "text/plain"), "maxValueBytes");
    assertThat(small().marked()).doesNotContain("/another");
    assertOk(small().send("PUT", "/failed-there?status=failed", new byte[100], "text/plain"));
    assertError(small().send("GET", "/failed-there"), 424, "Failed");
    assertOk(small().send("DELETE", "/failed-there"));
    assertOk(small().send("DELETE", "/holding"));
    assertError(answered(parked), 410, "Reset");
    assertOk(small().send("PUT", "/another", new byte[1], "text/plain"));
  }
}
