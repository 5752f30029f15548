package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertCommon;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The home page, for people and for programs. */
interface HomeContract extends Deployment {
  @Test
  default void theHomePageIsJsonWithTheOriginalsMembers() throws Exception {
    patient().send("PUT", "/listed");
    HttpResponse<String> answer = patient().get("/", "*/*");
    JsonNode json = Client.json(answer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json.propertyNames()).startsWith("ok", "waiting_and_failed", "marked");
    assertThat(json.get("ok").booleanValue()).isTrue();
    assertThat(patient().marked()).contains("/listed");
    assertCommon(answer);
    HttpResponse<String> head = patient().send("HEAD", "/");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  default void theHomePageIsHtmlForABrowser() throws Exception {
    CompletableFuture<HttpResponse<String>> parked =
        patient().park("GET", "/%3Cb%3E%22'&x", "/<b>\"'&x");
    patient().send("PUT", "/page_marked");
    HttpResponse<String> answer =
        patient().get("/", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).isEqualToIgnoringCase("text/html;charset=utf-8"));
    assertThat(answer.body()).contains("/&lt;b&gt;&#034;&#039;&amp;x").doesNotContain("<b>");
    assertThat(answer.body()).containsPattern("(?s)id=\"ready\".*>/page_marked<");
    impatient().send("GET", "/page_timed_out%3Cscript%3E");
    assertThat(impatient().get("/", "text/html").body())
        .containsPattern("(?s)id=\"failed\".*>/page_timed_out&lt;script&gt;<.*id=\"waiting\"")
        .doesNotContain("out<script");
    assertCommon(answer);
    patient().send("PUT", "/%3Cb%3E%22'&x");
    assertOk(answered(parked));
    assertThat(patient().get("/", "text/html;q=0, application/json").body()).startsWith("{");
  }

  @Test
  default void theHomePageAllowsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = patient().get("/", "text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.body()).doesNotContain("style=").doesNotContainPattern("\\son\\w+=");
  }

  @Test
  default void anotherSiteCannotSignalOrReset() throws Exception {
    String ours = patient().origin();
    Map<String, String> page = Map.of("X-Rendezvous-Page", "1");
    for (String method : List.of("PUT", "POST", "DELETE")) {
      for (String site : List.of("cross-site", "same-site")) {
        Map<String, String> other = Map.of("Sec-Fetch-Site", site, "X-Rendezvous-Page", "1");
        assertError(patient().send(method, "/forged", other), 403, "another site");
      }
      Map<String, String> elsewhere = Map.of("Origin", "http://evil.example");
      assertError(patient().send(method, "/forged", elsewhere), 403, "another site");
      assertError(patient().send(method, "/forged", Map.of("Origin", "null")), 403);
    }
    assertThat(patient().marked()).doesNotContain("/forged");
    assertOk(patient().send("PUT", "/acted", Map.of("Sec-Fetch-Site", "same-origin")));
    assertOk(patient().send("PUT", "/acted", Map.of("Origin", ours)));
    assertOk(
        patient()
            .send(
                "PUT",
                "/acted",
                Map.of("Origin", "https://proxy.example", "X-Rendezvous-Page", "1")));
    assertOk(patient().send("DELETE", "/acted", page));
  }

  @Test
  default void thePageOffersItsActionsUnlessTheyAreTurnedOff() throws Exception {
    assertThat(patient().get("/", "text/html").body()).contains("<dialog");
    assertThat(impatient().get("/", "text/html").body()).doesNotContain("<dialog");
  }

  @Test
  default void theActionsOfThePageCanBeTurnedOff() throws Exception {
    Map<String, String> page = Map.of("X-Rendezvous-Page", "1");
    assertError(impatient().send("PUT", "/acted", page), 403, "pageActions=false");
    assertOk(impatient().send("PUT", "/acted"));
  }

  @Test
  default void theFilesOfThePageExist() throws Exception {
    String page = patient().get("/", "text/html").body();
    List<String> links = links(page);
    for (String path : links) {
      // Relative, so that they also work behind a proxy that removes or adds a prefix.
      assertThat(path).doesNotStartWith("/").doesNotContain(":");
      HttpResponse<String> asset = patient().send("GET", "/" + path);
      assertThat(asset.statusCode()).as(path).isEqualTo(200);
    }
    assertThat(links).hasSize(3);
    assertThat(patient().send("GET", "/favicon.ico").statusCode()).isEqualTo(200);
    assertError(patient().send("GET", "/_assets/WEB-INF/web.xml"), 404, "Nothing");
  }

  /** The files that a page links to. */
  static List<String> links(String page) {
    return Pattern.compile("<(?:link|script) [^>]*(?:href|src)=\"([^\"]+)\"")
        .matcher(page)
        .results()
        .map(link -> link.group(1))
        .toList();
  }
}
