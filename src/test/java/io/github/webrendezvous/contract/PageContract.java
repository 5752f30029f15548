package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The home page in a browser, for several containers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageContract {
  static final String LIVE = "#live";
  static final String WAITING = "section.waiting";
  static final String FAILED = "section.failed";
  static final String READY = "section.ready";

  Browser browser;
  Container server;
  Client client;

  /** Starts a container with the application at its root. */
  abstract Container start() throws Exception;

  @BeforeAll
  void startBrowser() {
    browser = Browser.start(true);
  }

  @AfterAll
  void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void startServer() throws Exception {
    server = start();
    client = new Client(server.uri("/"));
    browser.resize(1280, 900, "light");
  }

  @AfterEach
  void endServer() throws Exception {
    browser.open("about:blank");
    server.close();
  }

  final void openPage() {
    browser.requested(); // Those of the test before are forgotten.
    browser.complaints();
    browser.open(client.uri().toString());
    browser.await(LIVE, "Live"::equals);
  }

  final CompletableFuture<HttpResponse<String>> park(String path) {
    return client.begin("GET", path);
  }

  @Test
  void aWaitAppearsAndASignalRemovesIt() throws Exception {
    openPage();
    assertThat(browser.text()).contains("No one is waiting");
    browser.run("window.isTheSamePage = true");
    CompletableFuture<HttpResponse<String>> parked = park("/live?as=web-1");
    browser.await(WAITING, text -> text.contains("web-1") && text.contains("/live not signalled"));
    assertOk(client.send("PUT", "/live?as=db"));
    assertOk(answered(parked));
    browser.await(WAITING, text -> text.contains("No one is waiting"));
    browser.await(READY, text -> text.contains("/live"));
    assertThat(browser.run("return window.isTheSamePage")).isEqualTo(true);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requested())
        .isNotEmpty()
        .allMatch(url -> url.startsWith(client.uri().toString()));
  }

  @Test
  void aTimeoutStaysWithItsReason() throws Exception {
    openPage();
    assertError(client.send("GET", "/late?as=impatient&timeout=10ms"), 404);
    browser.await(
        FAILED,
        text ->
            text.contains("/late") && text.contains("impatient") && text.contains("not signalled"));
  }

  @Test
  void aWaitForSeveralIsOneRowWhenItTimesOut() throws Exception {
    assertOk(client.send("PUT", "/held"));
    openPage();
    String of = "?of=held&of=no-a&of=no-b&of=_port/127.0.0.1/1";
    assertError(client.send("GET", "/_all" + of + "&as=stack&timeout=300ms"), 404);
    browser.await(
        FAILED,
        text ->
            text.contains("all of 4")
                && text.contains("/no-a not signalled")
                && text.contains("/_port/127.0.0.1/1 ")
                && text.contains("connection refused")
                && !text.contains("/held"));
    assertThat(browser.run("return document.querySelectorAll('.failed tbody tr').length"))
        .isEqualTo(1L);
    assertThat(browser.text()).contains("1 failed");
    assertThat(browser.violations()).isEmpty();
    browser.click(FAILED + " [data-path='/no-b']");
    browser.click("#yes");
    browser.await(FAILED, text -> !text.contains("/no-b") && text.contains("/no-a"));
  }

  @Test
  void thePageShowsWhatAWaitDependsOnAndACycle() throws Exception {
    openPage();
    CompletableFuture<HttpResponse<String>> migration =
        park("/_port/127.0.0.1/1?as=migration&will-signal=migrated");
    CompletableFuture<HttpResponse<String>> app = park("/migrated?as=app&will-signal=up");
    browser.await(
        WAITING,
        text ->
            text.contains("/migrated not signalled")
                && text.contains("migration will signal it, and waits for /_port/127.0.0.1/1")
                && text.contains("; next attempt within 1 s"));
    assertError(client.send("GET", "/up?as=late&will-signal=migrated&timeout=1s"), 404);
    assertError(client.send("GET", "/_all?of=up&of=x&as=loop&will-signal=x"), 409, "loop → loop");
    browser.await(FAILED, text -> text.contains("loop → loop: loop waits for /x"));
    assertThat(app).isNotDone();
    assertThat(migration).isNotDone();
  }

  @Test
  void keysCanBeSignalledFailedAndResetAfterAQuestion() throws Exception {
    openPage();
    CompletableFuture<HttpResponse<String>> first = park("/a%20b/%C3%A9%3F?as=first");
    browser.click("[data-act=PUT]");
    browser.await("dialog", text -> text.contains("Signal this key?") && text.contains("/a b/é?"));
    assertThat(browser.violations()).isEmpty();
    assertThat(first).isNotDone();
    browser.click("dialog [value=no]");
    assertThat(first).isNotDone();
    browser.click("[data-act=PUT]");
    browser.click("#yes");
    assertOk(answered(first));
    browser.await(READY, text -> text.contains("/a b/é?"));
    browser.click(READY + " [data-act=DELETE]");
    browser.click("#yes");
    browser.await(READY, text -> text.contains("Nothing is ready"));
    CompletableFuture<HttpResponse<String>> second = park("/broken");
    browser.click("[data-act=FAIL]");
    browser.find("#reason").sendKeys("disk is full");
    browser.click("#yes");
    assertThat(assertError(answered(second), 424).get("reason").stringValue())
        .isEqualTo("disk is full");
    browser.await(FAILED, text -> text.contains("disk is full"));
  }

  /** A form and a script of another site, with everything that a browser lets them do. */
  @Test
  void aPageOfAnotherSiteCannotSignal() throws Exception {
    String key = client.uri() + "forged";
    String page =
        "<form id=f method=post action='"
            + key
            + "'></form><script>Promise.allSettled(["
            + "fetch('"
            + key
            + "-1', {method: 'POST', mode: 'no-cors', credentials: 'include'}),"
            + "fetch('"
            + key
            + "-2', {method: 'PUT', headers: {'X-Rendezvous-Page': '1'}}),"
            + "fetch('"
            + key
            + "-3', {method: 'DELETE'})"
            + "]).then(() => document.getElementById('f').submit())</script>";
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] html = page.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, html.length);
          exchange.getResponseBody().write(html);
          exchange.close();
        });
    other.start();
    try {
      // Another host for the browser, not only another port.
      browser.open("http://localhost:" + other.getAddress().getPort() + "/");
      browser.await("body", text -> text.contains("another site must not signal"));
      assertThat(client.marked()).isEmpty();
      assertThat(client.waitingAndFailed()).isEmpty();
    } finally {
      other.stop(0);
    }
  }

  @Test
  void selectionAndScrollPositionStay() throws Exception {
    assertOk(client.send("PUT", "/selected"));
    List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      parked.add(park("/tall?as=web-" + i));
    }
    client.awaitWaiting("/tall");
    openPage();
    browser.run(
        "getSelection().selectAllChildren(document.querySelector('section.ready tbody th bdi'));"
            + "window.scrollTo(0, 300);");
    CompletableFuture<HttpResponse<String>> another = park("/tall?as=another");
    browser.await(WAITING, text -> text.contains("another"));
    assertThat(browser.run("return getSelection().toString()")).isEqualTo("/selected");
    assertThat(browser.run("return window.scrollY")).isEqualTo(300L);
    assertOk(client.send("PUT", "/tall"));
    assertOk(answered(another));
    for (CompletableFuture<HttpResponse<String>> each : parked) {
      assertOk(answered(each));
    }
  }

  private static String shortened(String name, int length) {
    return name.substring(0, Math.min(length, name.length()));
  }

  /** Names that try to become markup, to reorder text, or to fill the screen. */
  @Test
  void hostileNamesStayTextAndThePageStaysAccessibleOnEveryScreen() throws Exception {
    String tag = "%3Cscript%3Ewindow.isHacked=true%3C%2Fscript%3E".replace("%2F", "");
    String quote = "%22'%3E%3Cimg%20src=x%20onerror=window.isHacked=1%3E";
    String reordered = "%E2%80%AEgpj.exe";
    List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
    for (String name : List.of(tag, quote, reordered, "x".repeat(1_000))) {
      parked.add(park("/" + name + "?as=" + shortened(name, 120)));
      assertOk(client.send("PUT", "/ready-" + shortened(name, 900)));
      assertError(client.send("GET", "/failed-" + shortened(name, 900) + "?timeout=0"), 404);
    }
    parked.add(park("/_all?of=b&of=_port/127.0.0.1/1&as=several"));
    parked.add(park("/c?count=3&as=counting"));
    assertOk(
        client.send(
            "PUT",
            "/long?status=failed",
            "trace ".repeat(500).getBytes(StandardCharsets.UTF_8),
            "text/plain"));
    client.awaitWaiting("/c");
    openPage();
    for (String theme : List.of("light", "dark")) {
      for (int width : new int[] {360, 1280, 1600}) {
        browser.resize(width, 900, theme);
        assertThat(browser.violations()).as(theme + " " + width).isEmpty();
        assertThat((long) browser.run("return document.documentElement.scrollWidth"))
            .as("nothing is beside the screen")
            .isLessThanOrEqualTo(width);
      }
    }
    assertThat(parked).noneMatch(CompletableFuture::isDone);
    assertThat(browser.run("return window.isHacked")).isNull();
    assertThat(browser.text()).contains("<script>window.isHacked=true<", "'><img src=x");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void fiveThousandHostileKeysStayTextAndBounded() throws Exception {
    String name = "%3Cimg%20src=x%20onerror=window.isHacked=1%3E%22'%E2%80%AE";
    for (int i = 0; i < 5_000; i++) {
      assertOk(client.send("PUT", "/" + i + name));
    }
    openPage();
    browser.await(READY, text -> text.contains("… and 4900 more"));
    assertThat(browser.text()).contains("5000 ready", "<img src=x onerror=");
    assertThat(browser.source().length()).isLessThan(200_000);
    assertThat(browser.run("return window.isHacked")).isNull();
    assertThat(browser.violations()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void thePageIsCompleteWithoutScripts() throws Exception {
    CompletableFuture<HttpResponse<String>> parked = park("/plain?as=web-1");
    client.awaitWaiting("/plain");
    assertOk(client.send("PUT", "/done"));
    try (Browser plain = Browser.start(false)) {
      plain.open(client.uri().toString());
      assertThat(plain.text()).contains("1 waiting", "web-1", "/plain", "not signalled", "/done");
      assertThat(plain.source()).contains("This page refreshes every 2 seconds.");
      assertThat(plain.text()).doesNotContain("Signal");
      CompletableFuture<HttpResponse<String>> second = park("/later?as=web-2");
      plain.await(WAITING, text -> text.contains("web-2"));
      assertOk(client.send("PUT", "/later"));
      assertOk(answered(second));
    }
    assertOk(client.send("PUT", "/plain"));
    assertOk(answered(parked));
  }
}
