package io.github.webrendezvous.contract;

import static io.github.webrendezvous.contract.Answers.answered;
import static io.github.webrendezvous.contract.Answers.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/access.md shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessPageIT {
  private static final String PAGE = "docs/access.md";
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private Container server;
  private Shell shell;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), TOKEN + "\n");
    server = StandaloneContainer.start(Map.of(), "--tokenFile", file.toString());
    shell = new Shell(directory, server.port(), Map.of("TOKEN", TOKEN));
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  static Stream<Recipe> recipes() throws IOException {
    return Recipe.in(PAGE);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRecipePrintsWhatThePageSays(Recipe recipe) throws Exception {
    shell.type("printf 'Authorization: Bearer %s' \"$TOKEN\" > token");
    shell.type("curl -sS -H @token -X PUT http://localhost:8080/container_2_ready");
    recipe.assertPrintsWhatThePageSays(shell);
  }

  @Test
  void theTokenIsNeverLogged() throws Exception {
    new Client(server.uri("/")).send("PUT", "/logged", Map.of("Authorization", "Bearer " + TOKEN));
    server.awaitLog("key=/logged");
    assertThat(server.log()).noneMatch(line -> line.contains(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void tomcatCanProtectTheApplication(int version) throws Exception {
    String constraint =
        Page.of(PAGE)
            .below("Security constraints of the container")
            .blocks("xml")
            .findFirst()
            .orElseThrow()
            .code()
            .replace("<role-name>rendezvous</role-name>", "<role-name>manager-script</role-name>");
    try (TomcatContainer tomcat =
        TomcatContainer.start(
            version,
            Map.of("/", Map.of()),
            xml -> xml.replace("</web-app>", constraint + "</web-app>"))) {
      Client client = new Client(tomcat.uri("/"));
      Map<String, String> user =
          Map.of(
              "Authorization",
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("test:test".getBytes(StandardCharsets.US_ASCII)));
      for (String method : new String[] {"GET", "get", "PUT", "DELETE"}) {
        assertThat(client.send(method, "/abc").statusCode()).as(method).isEqualTo(401);
      }
      CompletableFuture<HttpResponse<String>> parked = client.begin("GET", "/abc", user);
      while (!client.send("GET", "/", user).body().contains("/abc")) {
        Thread.onSpinWait();
      }
      assertOk(client.send("PUT", "/abc", user));
      assertOk(answered(parked));
    }
  }
}
