package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.assertSentAway;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits, and resources, when the application or its container stops. */
class GoingAwayIT {
  private static final String NOTHING_KEPT = "OK - No memory leaks";
  private static final int REDEPLOYMENTS = 3;
  private static final int PARKED = 150;

  /** Prefixes of the names of our threads and those of our libraries. */
  private static final List<String> OURS =
      List.of("web-rendezvous", "ForkJoinPool-", "requester-dispatch");

  private static List<CompletableFuture<HttpResponse<String>>> park(Client client, int waits)
      throws Exception {
    List<CompletableFuture<HttpResponse<String>>> parked = new ArrayList<>();
    for (int i = 0; i < waits; i++) {
      String key = i % 10 == 0 ? "/_port/127.0.0.1/1" : "/key" + i;
      parked.add(client.park("GET", key, key));
    }
    return parked;
  }

  /** Threads that come and go on their own are not counted. */
  private static List<String> threadsOfOurs(Container container) throws Exception {
    return container.threads().stream()
        .filter(name -> OURS.stream().anyMatch(name::startsWith))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void tomcatKeepsNothingOfAnUndeployedApplication(int version) throws Exception {
    try (TomcatContainer tomcat = TomcatContainer.start(version, Map.of())) {
      for (int i = 0; i < REDEPLOYMENTS; i++) {
        tomcat.drop("app.war");
        tomcat.awaitLog("webapps/app.war] has finished");
        Client client = new Client(tomcat.uri("/app"));
        // Loads the classes for the page, for metrics and for databases.
        client.send("GET", "/_metrics");
        client.get("/", "text/html");
        client.begin("GET", "/_postgres/nowhere");
        client.send("GET", "/_http/127.0.0.1/1?timeout=0");
        List<CompletableFuture<HttpResponse<String>>> parked = park(client, PARKED);
        assertThat(threadsOfOurs(tomcat)).isNotEmpty();
        Files.delete(tomcat.base.resolve("webapps/app.war"));
        tomcat.awaitLog("Undeploying context [/app]");
        assertSentAway(parked);
      }
      assertNothingIsKept(tomcat);
      tomcat.drop("other.war");
      tomcat.awaitLog("webapps/other.war] has finished");
      assertNothingIsKept(tomcat);
      tomcat.manager("stop?path=/other");
      assertThat(threadsOfOurs(tomcat)).isEmpty();
      assertThat(tomcat.log())
          .noneMatch(line -> line.contains("appears to have started a thread"))
          .noneMatch(line -> line.contains("memory leak"))
          .noneMatch(line -> line.contains("failed to unregister"))
          .noneMatch(line -> line.contains("SEVERE"));
    }
  }

  /**
   * When all waits are answered, the container is still undeploying, until the files are deleted;
   * what it keeps after that is a leak.
   */
  private static void assertNothingIsKept(TomcatContainer tomcat) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Container.PATIENCE_SECONDS);
    String found;
    do {
      found = tomcat.manager("findleaks?statusLine=true"); // Collects garbage, which takes a while.
    } while (!found.startsWith(NOTHING_KEPT) && System.nanoTime() < end);
    assertThat(found)
        .as("one of these threads may keep it:\n%s", String.join("\n", tomcat.threadDump()))
        .startsWith(NOTHING_KEPT);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void everyWaitIsAnsweredWhenTomcatStops(int version) throws Exception {
    try (TomcatContainer tomcat = TomcatContainer.start(version, Map.of("/", Map.of()))) {
      List<CompletableFuture<HttpResponse<String>>> parked =
          park(new Client(tomcat.uri("/")), PARKED);
      tomcat.terminate();
      assertSentAway(parked);
      assertThat(tomcat.awaitEnd()).isTrue();
      assertThat(tomcat.log())
          .noneMatch(line -> line.contains("appears to have started a thread"))
          .noneMatch(line -> line.contains("SEVERE"));
    }
  }

  @Test
  void everyWaitIsAnsweredWhenJettyStops() throws Exception {
    try (JettyContainer jetty = JettyContainer.start(Map.of("/", Map.of()))) {
      List<CompletableFuture<HttpResponse<String>>> parked =
          park(new Client(jetty.uri("/")), PARKED);
      jetty.terminate();
      assertSentAway(parked);
      assertThat(jetty.awaitEnd()).isTrue();
      assertThat(jetty.log()).noneMatch(line -> line.contains("Exception"));
    }
  }
}
