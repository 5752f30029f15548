package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertError;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tomcat with another application, or with another version of ours. */
class NeighboursIT {
  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void anotherApplicationCanBeDeployedAndUndeployed(int version) throws Exception {
    try (TomcatContainer tomcat = TomcatContainer.start(version, Map.of("/", Map.of()))) {
      Client client = new Client(tomcat.uri("/"));
      CompletableFuture<HttpResponse<String>> parked = client.park("GET", "/abc", "/abc");
      Path other = Files.createDirectories(tomcat.base.resolve("webapps/other"));
      Files.writeString(other.resolve("hello.txt"), "hello");
      tomcat.awaitLog("webapps/other] has finished");
      assertThat(client.send("GET", "/other/hello.txt").body()).isEqualTo("hello");
      tomcat.manager("undeploy?path=/other");
      assertOk(client.send("PUT", "/other/hello.txt"));
      assertThat(parked).isNotDone();
      assertOk(client.send("PUT", "/abc"));
      assertOk(answered(parked));
    }
  }

  /** Each version has its own keys; requests go to the newest. */
  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void aWaitAtAnOlderVersionDoesNotSeeASignalToTheNewest(int version) throws Exception {
    try (TomcatContainer tomcat = TomcatContainer.start(version, Map.of())) {
      tomcat.drop("app##1.war");
      tomcat.awaitLog("webapps/app##1.war] has finished");
      Client client = new Client(tomcat.uri("/app"));
      CompletableFuture<HttpResponse<String>> timesOut =
          client.park("GET", "/abc?timeout=20", "/abc");
      CompletableFuture<HttpResponse<String>> isSentAway = client.park("GET", "/def", "/def");
      tomcat.drop("app##2.war");
      tomcat.awaitLog("webapps/app##2.war] has finished");
      assertOk(client.send("PUT", "/abc"));
      assertOk(client.send("GET", "/abc"));
      assertError(answered(timesOut), 404, "Timeout");
      Files.delete(tomcat.base.resolve("webapps/app##1.war"));
      assertError(answered(isSentAway), 503, "Shutting down");
      assertOk(client.send("GET", "/abc"));
    }
  }
}
