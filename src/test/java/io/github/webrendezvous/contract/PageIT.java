package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The home page of {@code java -jar} in a browser, and what does not depend on the container. */
class PageIT extends PageContract {
  @Override
  Container start() throws Exception {
    return StandaloneContainer.start(Map.of());
  }

  @Test
  void thePageGoesOnAfterARestart() throws Exception {
    int port = client.uri().getPort();
    openPage();
    assertOk(client.send("PUT", "/before"));
    browser.await(READY, text -> text.contains("/before"));
    server.close();
    browser.await(LIVE, text -> text.contains("lost"));
    server = StandaloneContainer.startAt(port);
    browser.await(LIVE, "Live"::equals);
    CompletableFuture<HttpResponse<String>> parked = park("/after?as=again");
    browser.await(WAITING, text -> text.contains("again"));
    browser.await(READY, text -> text.contains("Nothing is ready"));
    assertOk(client.send("PUT", "/after"));
    assertOk(answered(parked));
  }

  /** Names that have a meaning in a diagram, and more waits than Mermaid reads. */
  @Test
  void mermaidReadsTheTimeline() throws Exception {
    browser.openMermaid();
    assertThat(browser.readByMermaid("sequenceDiagram\n    p0->>")).contains("error");
    List<String> hostile =
        List.of("end", "<b>&\"'`", "a:b;c#d,e%%", "%%{init}%%", "\u202egpj", "section", "x->>y: z");
    for (int i = 0; i < 400; i++) {
      String name = hostile.get(i % hostile.size()) + (i < hostile.size() ? "" : i);
      String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      String path = "/k%20" + encoded;
      String as = "as=" + encoded;
      if (i % 3 == 0) {
        assertError(client.send("GET", path + "?timeout=1ms&" + as), 404);
      } else {
        assertOk(client.send("PUT", path + "?" + as));
        assertOk(client.send("GET", path + "?as=waits-" + i));
      }
      if (i == 20 || i == 399) {
        String gantt = client.send("GET", "/_timeline.gantt.mmd").body();
        assertThat(browser.readByMermaid(gantt)).as(gantt).isEqualTo("gantt");
        String sequence = client.send("GET", "/_timeline.sequence.mmd").body();
        assertThat(browser.readByMermaid(sequence)).as(sequence).isEqualTo("sequence");
      }
    }
  }
}
