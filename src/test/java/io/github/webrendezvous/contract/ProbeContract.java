package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Waiting for what nobody signals. */
interface ProbeContract extends Place {
  @Test
  default void aPortIsWaitedForUntilSomebodyListensThere() throws Exception {
    int port = Loopback.freePort();
    String path = "/_port/127.0.0.1/" + port;
    CompletableFuture<HttpResponse<String>> parked = patient().park("GET", path, path);
    assertThat(parked).isNotDone();
    try (ServerSocket listening = Loopback.listen(port)) {
      assertThat(listening.isBound()).isTrue();
      assertOk(answered(parked));
      assertThat(patient().marked()).contains(path);
    }
  }

  @Test
  default void aPortIsFoundByNameAndByIPv6() throws Exception {
    try (ServerSocket v4 = Loopback.listen(0);
        ServerSocket v6 = new ServerSocket(0, 50, Loopback.ipv6())) {
      assertOk(patient().send("GET", "/_port/localhost/" + v4.getLocalPort()));
      assertOk(patient().send("GET", "/_port/::1/" + v6.getLocalPort()));
      assertOk(patient().send("GET", "/_port/%5B::1%5D/" + v6.getLocalPort()));
    }
  }

  @Test
  default void aPortThatRefusesIsAnsweredInWords() throws Exception {
    String path = "/_port/127.0.0.1/" + Loopback.freePort();
    JsonNode json = assertError(impatient().send("GET", path), 404, "Timeout");
    assertThat(json.at("/missing/0/condition").stringValue()).isEqualTo(path);
    assertThat(json.at("/missing/0/attempts").intValue()).isGreaterThan(1);
    assertThat(json.at("/missing/0/last_error").stringValue()).isEqualTo("connection refused");
    assertThat(impatient().waitingAndFailed()).contains(path);
  }

  @Test
  default void aHostThatNobodyKnowsIsAnsweredInWords() throws Exception {
    JsonNode json =
        assertError(impatient().send("GET", "/_port/no-such-host.invalid/80"), 404, "Timeout");
    assertThat(json.at("/missing/0/last_error").stringValue())
        .isIn("unknown host \"no-such-host.invalid\"", "no answer yet");
  }

  @Test
  default void itIsWaitedForUntilItIsGone() throws Exception {
    String path;
    CompletableFuture<HttpResponse<String>> parked;
    try (ServerSocket listening = Loopback.listen(0)) {
      path = "/_port/127.0.0.1/" + listening.getLocalPort() + "?until=closed";
      parked = patient().park("GET", path, path);
      JsonNode json = assertError(impatient().send("GET", path), 404, "Timeout");
      assertThat(json.at("/missing/0/condition").stringValue()).isEqualTo(path);
      assertThat(json.at("/missing/0/last_error").stringValue()).isEqualTo("still there");
      assertThat(parked).isNotDone();
    }
    assertOk(answered(parked));
    assertOk(patient().send("GET", path + "&timeout=0"));
    assertThat(patient().marked()).contains(path);
    assertOk(patient().send("GET", "/_port/no-such-host.invalid/80?until=closed"));
  }

  @Test
  default void untilIsClosedOrNothing() throws Exception {
    for (String query : new String[] {"until=open", "until=", "until", "until=CLOSED"}) {
      assertError(patient().send("GET", "/_port/127.0.0.1/1?" + query), 400, "until=closed");
    }
    assertError(patient().send("GET", "/key?until=closed"), 400, "\"until\"");
  }

  @Test
  default void aPortThatWasThereIsLookedAtAgain() throws Exception {
    String path;
    try (ServerSocket listening = Loopback.listen(0)) {
      path = "/_port/127.0.0.1/" + listening.getLocalPort();
      assertOk(impatient().send("GET", path));
    }
    assertError(impatient().send("GET", path), 404, "Timeout");
  }
}
