package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What waits depend on: {@code /_why}, names, announced signals and cycles. */
interface WhyContract extends Deployment {
  @Test
  default void whyShowsWhatAWaitDependsOn() throws Exception {
    int port = Loopback.freePort();
    CompletableFuture<HttpResponse<String>> app =
        patient().park("GET", "/why-migrated?as=why-app", "/why-migrated");
    CompletableFuture<HttpResponse<String>> migration =
        patient()
            .park(
                "GET",
                "/_port/127.0.0.1/" + port + "?as=why-migration&will-signal=why-migrated",
                "/_port/127.0.0.1/" + port);
    HttpResponse<String> text = patient().send("GET", "/_why/why-app");
    assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(text.body())
        .matches(
            "why-app waits for /why-migrated, since \\d+ s, \\d+ s left: not signalled\\n"
                + "└─ why-migration will signal it, and waits for /_port/127.0.0.1/"
                + port
                + ", since \\d+ s, \\d+ s left: .*\\n");
    String byKey = patient().send("GET", "/_why/why-migrated").body();
    assertThat(byKey).startsWith("why-app waits for /why-migrated, ").contains("└─ why-migration");
    assertThat(patient().send("GET", "/_why").body()).contains("why-app waits for /why-migrated");
    JsonNode json =
        Client.json(patient().send("GET", "/_why/why-app", Map.of("Accept", "application/json")));
    assertThat(json.at("/waits/0/caller").stringValue()).isEqualTo("why-app");
    assertThat(json.at("/waits/0/terms/0/announced_by/0/caller").stringValue())
        .isEqualTo("why-migration");
    assertThat(json.at("/waits/0/terms/0/announced_by/0/condition").stringValue())
        .isEqualTo("/_port/127.0.0.1/" + port);
    assertOk(patient().send("DELETE", "/why-migrated?as=why-ci"));
    assertError(answered(app), 410);
    assertThat(patient().send("GET", "/_why/why-app").body())
        .isEqualTo("No caller named why-app is waiting, and nobody waits for that key.\n");
    try (var listening = Loopback.listen(port)) {
      assertThat(listening.isBound()).isTrue();
      assertOk(answered(migration));
    }
  }

  @Test
  default void waitsThatWaitForEachOtherEndAtOnceWithTheCycle() throws Exception {
    CompletableFuture<HttpResponse<String>> app =
        patient().park("GET", "/cycle-a?as=app&will-signal=/cycle-b", "/cycle-a");
    HttpResponse<String> migration =
        patient().send("GET", "/_all?of=cycle-b&as=migration&will-signal=cycle-a");
    assertError(migration, 409, "migration → app → migration");
    JsonNode answer = assertError(answered(app), 409, "app → migration → app");
    assertThat(answer.get("cycle").toString())
        .isEqualTo(
            "[{\"caller\":\"app\",\"waits_for\":\"/cycle-a\"},"
                + "{\"caller\":\"migration\",\"waits_for\":\"/cycle-b\"}]");
  }

  @Test
  default void announcedSignalsAreChecked() throws Exception {
    for (String bad : new String[] {"_port/a/1", "a//b", "/", "favicon.ico"}) {
      assertError(patient().send("GET", "/announce?will-signal=" + bad), 400, "will-signal");
    }
    assertError(patient().send("GET", "/announce?will-signal="), 400, "will-signal");
    assertError(
        patient().send("GET", "/announce?timeout=0" + "&will-signal=a".repeat(17)), 400, "16");
  }

  @Test
  default void theStatusFitsATerminal() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        patient().park("GET", "/tabled?count=2&as=tabler", "/tabled");
    assertOk(patient().send("POST", "/tabled?id=one"));
    assertOk(patient().send("PUT", "/tabled-" + "x".repeat(200)));
    assertError(patient().send("GET", "/tabled-late?as=late-one&timeout=0"), 404);
    assertError(patient().send("GET", "/_all?of=tabled-a&of=tabled-b&as=several&timeout=0"), 404);
    assertOk(patient().send("PUT", "/tabled-f?status=failed"));
    String status = patient().send("GET", "/_status").body();
    assertThat(status.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 80);
    assertThat(status)
        .containsPattern("(?m)^tabler +/tabled +\\d+ s +1 of 2 arrivals: one$")
        .containsPattern("(?m)^late-one +/tabled-late +0 s +not signalled.*$")
        .containsPattern("(?m)^several +all of 2 +\\d+ s +waited \\d+ s$")
        .containsPattern("(?m)^ +/tabled-a {5,}not signalled.*$")
        .containsPattern("(?m)^ +/tabled-b {5,}not signalled.*$")
        .containsPattern("(?m)^ +/tabled-f +\\d+ s +signalled as failed$")
        .containsPattern("(?m)^ +/tabled-x{17}… 0 s$");
    assertOk(patient().send("POST", "/tabled?id=two"));
    assertOk(answered(parked));
  }

  @Test
  default void aSignallerCanNameItself() throws Exception {
    assertOk(patient().send("PUT", "/named?as=why-signaller"));
    HttpResponse<String> second =
        patient().send("PUT", "/named?as=other", Map.of("If-None-Match", "*"));
    assertThat(Client.json(second).get("signalled_by").stringValue()).isEqualTo("why-signaller");
    assertOk(patient().send("POST", "/named?as=why-signaller&id=1"));
  }
}
