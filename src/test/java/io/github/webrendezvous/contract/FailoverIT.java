package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store with a standby that takes the place of the primary. */
class FailoverIT {
  @Test
  void noSignalIsLostWhenTheStandbyTakesOver(@TempDir Path directory) throws Exception {
    try (ReplicatedPostgres database = ReplicatedPostgres.start(directory)) {
      // The standby first: it must be found that it is none that records.
      String url =
          "postgres://postgres@127.0.0.1:%d,127.0.0.1:%d/postgres?sslmode=disable"
              .formatted(database.ports().get(1), database.ports().get(0));
      try (StandaloneContainer one = StandaloneContainer.start(Map.of("storeURL", url));
          StandaloneContainer two = StandaloneContainer.start(Map.of("storeURL", url))) {
        Client first = new Client(one.uri("/"));
        Client second = new Client(two.uri("/"));
        List<String> signalled = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          assertOk(first.send("PUT", "/before" + i));
          signalled.add("/before" + i);
        }
        CompletableFuture<HttpResponse<String>> held =
            second.park("GET", "/after?timeout=60", "/after");
        database.crash();
        CompletableFuture<HttpResponse<String>> during = second.begin("GET", "/before7?timeout=60");
        database.promote();
        while (first.send("PUT", "/after").statusCode() != 200) {
          Thread.onSpinWait();
        }
        assertOk(answered(held));
        assertOk(answered(during));
        for (String key : signalled) {
          assertOk(second.send("GET", key + "?timeout=0"));
        }
        assertThat(first.marked()).containsAll(signalled);
      }
    }
  }
}
