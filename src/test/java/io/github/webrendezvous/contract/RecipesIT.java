package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the commands in README.md and docs/ as printed, with the shell, curl and wget. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipesIT {
  private static final Pattern EXIT_CODES =
      Pattern.compile("(?m)^\\| `(.+)` \\| ([0-9]+) \\| ([0-9]+).* \\|$");

  private Container server;
  private Shell shell;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server = JettyContainer.start(Map.of("/", Map.of("timeout", "3")));
    shell = new Shell(directory, server.port());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  static Stream<Recipe> recipes() throws IOException {
    return Recipe.in(
        "README.md", "docs/api.md", "docs/clients.md", "docs/operation.md", "docs/recipes.md");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRecipePrintsWhatThePageSays(Recipe recipe) throws Exception {
    recipe.assertPrintsWhatThePageSays(shell);
  }

  /** A line of the table of exit codes. */
  record Line(String command, int ready, int timedOut) {}

  static Stream<Line> exitCodes() throws IOException {
    return EXIT_CODES
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map(r -> new Line(r.group(1), Integer.parseInt(r.group(2)), Integer.parseInt(r.group(3))));
  }

  @ParameterizedTest
  @MethodSource("exitCodes")
  void theExitCodeIsThatOfTheTable(Line line) throws Exception {
    String tool = line.command().split(" ", 2)[0];
    boolean there = shell.type("command -v " + tool).exitCode() == 0;
    // The recipes need the other tools anyway; Node.js is not installed everywhere.
    assumeTrue(there || !tool.equals("node"), "Node.js is not installed");
    assertThat(there).as(tool + " is installed").isTrue();
    Client client = new Client(server.uri("/"));
    client.send("DELETE", "/abc");
    assertThat(shell.type(line.command()).exitCode()).isEqualTo(line.timedOut());
    client.send("PUT", "/abc");
    assertThat(shell.type(line.command()).exitCode()).isEqualTo(line.ready());
  }
}
