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

/** Where the time of a start-up went, in every form. */
interface TimelineContract extends Deployment {
  /** The forms and their media types. */
  Map<String, String> FORMS =
      Map.of(
          "", "text/html",
          ".svg", "image/svg+xml",
          ".txt", "text/plain",
          ".json", "application/json",
          ".trace.json", "application/json",
          ".gantt.mmd", "text/plain",
          ".sequence.mmd", "text/plain");

  private void startUp(String run) throws Exception {
    String key = "/" + run + "/db%3Cb%3E";
    CompletableFuture<HttpResponse<String>> app =
        patient().park("GET", key + "?as=app", "/" + run + "/db<b>");
    assertOk(patient().send("PUT", key + "?as=db"));
    assertOk(answered(app));
    assertError(patient().send("GET", "/" + run + "/mail?as=mailer&timeout=10ms"), 404);
  }

  @Test
  default void theTimelineHasEveryForm() throws Exception {
    startUp("forms");
    for (Map.Entry<String, String> form : FORMS.entrySet()) {
      HttpResponse<String> answer =
          patient().send("GET", "/_timeline" + form.getKey() + "?key=forms/*&since=10m");
      assertThat(answer.statusCode()).as(form.getKey()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith(form.getValue());
      assertThat(answer.body()).as(form.getKey()).contains("mailer");
      if (form.getKey().isEmpty() || form.getKey().equals(".svg")) {
        assertThat(answer.body()).contains("db&lt;b&gt;").doesNotContain("<b>");
      }
    }
    JsonNode json = Client.json(patient().send("GET", "/_timeline.json?key=forms/*"));
    assertThat(json.at("/waits/0/caller").stringValue()).isEqualTo("app");
    assertThat(json.at("/waits/0/outcome").stringValue()).isEqualTo("released");
    assertThat(json.at("/waits/0/signalled_by").stringValue()).isEqualTo("db");
    assertThat(json.at("/waits/1/outcome").stringValue()).isEqualTo("timed out");
    JsonNode trace = Client.json(patient().send("GET", "/_timeline.trace.json?key=forms/*"));
    for (JsonNode event : trace.get("traceEvents")) {
      assertThat(event.get("ph").stringValue()).isIn("M", "X", "i", "s", "f");
      assertThat(event.get("pid").intValue()).isEqualTo(1);
      assertThat(event.get("tid").isInt()).isTrue();
      assertThat(event.has("ts")).isEqualTo(!event.get("ph").stringValue().equals("M"));
    }
  }

  @Test
  default void theTimelineOfNothingIsNotAnError() throws Exception {
    for (String form : FORMS.keySet()) {
      assertThat(patient().send("GET", "/_timeline" + form + "?key=nothing/*").statusCode())
          .isEqualTo(200);
    }
    assertThat(patient().send("GET", "/_timeline.txt?key=nothing/*").body())
        .isEqualTo("Nothing has happened yet.\n");
    assertError(patient().send("GET", "/_timeline?since=yesterday"), 400, "\"since\"");
    assertThat(patient().send("GET", "/_timeline.txt?since=2999-01-01T00:00:00Z").body())
        .isEqualTo("Nothing has happened yet.\n");
  }

  @Test
  default void theDrawingRunsNoScripts() throws Exception {
    HttpResponse<String> svg = patient().send("GET", "/_timeline.svg");
    assertThat(svg.headers().firstValue("Content-Security-Policy").orElse(""))
        .matches("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'");
  }
}
