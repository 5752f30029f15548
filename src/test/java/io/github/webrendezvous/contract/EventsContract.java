package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Streams of events. */
interface EventsContract extends Deployment {
  Map<String, String> LINES = Map.of("Accept", "application/x-ndjson");

  @Test
  default void aStreamOfEventsBeginsAtOnceAndShowsWhatHappens() throws Exception {
    try (Stream stream = Stream.open(patient(), "/_events?key=live/*", Map.of())) {
      assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
      assertThat(stream.header("Cache-Control")).contains("no-cache").contains("no-transform");
      assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
      assertThat(stream.line()).isEqualTo(":");
      assertThat(stream.line()).isEmpty();
      assertThat(stream.line()).isEqualTo("event: snapshot");
      assertThat(stream.line()).matches("id: [0-9a-z]+-[0-9]+");
      assertThat(stream.line())
          .startsWith("data: {\"id\":\"")
          .contains("\"event\":\"snapshot\",\"waiting_and_failed\":[");
      assertThat(stream.line()).isEmpty();
      CompletableFuture<HttpResponse<String>> parked =
          patient().park("GET", "/live/abc?as=web-1&timeout=20", "/live/abc");
      assertOk(patient().send("PUT", "/not-live"));
      assertOk(patient().send("PUT", "/live/abc?as=db"));
      assertOk(answered(parked));
      List<String> seen = new ArrayList<>();
      while (seen.size() < 3) {
        String line = stream.line();
        if (line.startsWith("data: ")) {
          JsonNode event = Client.json(line.substring(6) + "\n");
          seen.add(
              event.get("event").stringValue()
                  + " "
                  + event.get("key").stringValue()
                  + " "
                  + event.get("caller").stringValue());
        }
      }
      assertThat(seen)
          .containsExactly(
              "wait began /live/abc web-1", "signalled /live/abc db", "released /live/abc web-1");
    }
  }

  @Test
  default void aReaderOfEventsGoesOnWhereItWas() throws Exception {
    String id;
    try (Stream stream = Stream.open(patient(), "/_events?as=resumed", LINES)) {
      assertThat(stream.header("Content-Type")).isEqualTo("application/x-ndjson");
      stream.next("snapshot");
      assertOk(patient().send("PUT", "/resume-1?as=resumed"));
      id = stream.next("signalled").get("id").stringValue();
    }
    assertOk(patient().send("PUT", "/resume-2?as=resumed"));
    assertOk(patient().send("PUT", "/resume-3?as=other"));
    assertOk(patient().send("PUT", "/resume-4?as=resumed"));
    Map<String, String> resume = Map.of("Accept", "application/x-ndjson", "Last-Event-ID", id);
    try (Stream stream = Stream.open(patient(), "/_events?as=resumed", resume)) {
      assertThat(stream.next().get("key").stringValue()).isEqualTo("/resume-2");
      assertThat(stream.next().get("key").stringValue()).isEqualTo("/resume-4");
    }
    try (Stream stream = Stream.open(patient(), "/_events?as=resumed&after=" + id, LINES)) {
      assertThat(stream.next().get("key").stringValue()).isEqualTo("/resume-2");
    }
    Map<String, String> unknown =
        Map.of("Accept", "application/x-ndjson", "Last-Event-ID", "otherepoch-1");
    try (Stream stream = Stream.open(patient(), "/_events", unknown)) {
      assertThat(stream.next().get("event").stringValue()).isEqualTo("snapshot");
    }
    assertError(patient().send("GET", "/_events?after=abc"), 400, "\"after\"");
  }

  @Test
  default void aStreamOfChangesSaysOnlyThatSomethingHasHappened() throws Exception {
    try (Stream stream = Stream.open(patient(), "/_events?changes", LINES)) {
      assertThat(stream.next().size()).isEqualTo(2);
      assertOk(patient().send("PUT", "/changed"));
      assertThat(stream.next("change").size()).isEqualTo(2);
    }
  }

  /** The data of the next event of a kind; what is missing may change once more before the end. */
  private static String data(Stream stream, String event) throws Exception {
    for (String line = stream.line(); true; line = stream.line()) {
      if (line.equals("event: " + event)) {
        String data = stream.line();
        assertThat(data).startsWith("data: {");
        return data.substring(6);
      }
      if (line.equals("event: waiting")) {
        assertThat(stream.line()).startsWith("data: {");
      } else {
        assertThat(line).isIn("", ":");
      }
    }
  }

  @Test
  default void aWaitReportsItsProgressAndItsOutcomeAsTheLastEvent() throws Exception {
    Map<String, String> events = Map.of("Accept", "text/event-stream");
    String path = "/_all?of=step-1&of=step-2%3Fcount=2&as=watcher&timeout=20";
    try (Stream stream = Stream.open(patient(), path, events)) {
      assertThat(data(stream, "waiting"))
          .contains("\"condition\":\"/step-1\",\"state\":\"not signalled\"")
          .contains("\"condition\":\"/step-2\",\"state\":\"0 of 2 arrivals\"");
      assertOk(patient().send("PUT", "/step-1"));
      assertThat(data(stream, "waiting")).doesNotContain("/step-1\"").contains("0 of 2");
      assertOk(patient().send("POST", "/step-2?id=a"));
      assertThat(data(stream, "waiting")).contains("1 of 2 arrivals: a");
      assertOk(patient().send("POST", "/step-2?id=b"));
      assertThat(data(stream, "outcome"))
          .startsWith("{\"ok\":true,\"terms\":[{\"condition\":\"/step-1\"");
      assertThat(stream.line()).isEmpty();
      assertThatThrownBy(stream::line).hasMessageContaining("ended");
    }
    try (Stream stream = Stream.open(patient(), "/step-3?timeout=0", events)) {
      assertThat(data(stream, "outcome")).startsWith("{\"ok\":false,\"error\":\"Timeout\"");
    }
    try (Stream stream = Stream.open(patient(), "/step-1", events)) {
      assertThat(data(stream, "outcome")).isEqualTo("{\"ok\":true}");
    }
    assertError(patient().send("GET", "/step-4?timeout=x", events), 400, "\"timeout\"");
  }

  @Test
  default void theStatusListsEachWait() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        patient().park("GET", "/_all?of=listed-1&of=listed-2%3Fcount=3&as=lister", "/listed-1");
    assertOk(patient().send("POST", "/listed-2?id=a"));
    JsonNode waits = Client.json(patient().send("GET", "/")).get("waits");
    JsonNode listed = null;
    for (JsonNode wait : waits) {
      listed = wait.get("caller").stringValue().equals("lister") ? wait : listed;
    }
    assertThat(listed).as(() -> waits + " " + parked.getNow(null)).isNotNull();
    assertThat(listed.get("condition").stringValue())
        .isEqualTo("/_all?of=listed-1&of=listed-2?count=3");
    assertThat(listed.get("reason").stringValue())
        .isEqualTo("/listed-1: not signalled; /listed-2: 1 of 3 arrivals: a");
    assertThat(listed.get("left").doubleValue()).isBetween(0.0, 30.0);
    assertOk(patient().send("DELETE", "/listed-1"));
    assertError(answered(parked), 410);
    assertOk(patient().send("DELETE", "/listed-2"));
  }
}
