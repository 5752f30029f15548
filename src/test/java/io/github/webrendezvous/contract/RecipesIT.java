package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
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
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```$");
  private static final Pattern EXIT_CODES =
      Pattern.compile("(?m)^\\| `(.+)` \\| ([0-9]+) \\| ([0-9]+).* \\|$");

  /** Figures that differ each time: durations and attempts. */
  private static final Pattern MEASURED =
      Pattern.compile("(?<=\"waited\":)[0-9.]+|(?<=\"attempts\":)[0-9]+");

  /** The hint of a service that has just started. */
  private static final Pattern HINT = Pattern.compile(",\"hint\":\"this service started [^\"]+\"");

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

  /** Several commands, each with its output. */
  record Recipe(String page, List<String> commands, List<String> printed) {
    @Override
    public String toString() {
      return page + ": " + commands.get(commands.size() - 1);
    }
  }

  static Stream<Recipe> recipes() throws IOException {
    List<Recipe> recipes = new ArrayList<>();
    for (String page : List.of("README.md", "docs/api.md", "docs/clients.md", "docs/recipes.md")) {
      Matcher blocks = BLOCK.matcher(Files.readString(Path.of(page)));
      while (blocks.find()) {
        List<String> commands = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        for (String line : blocks.group(1).lines().toList()) {
          if (line.startsWith("> ")) {
            int last = commands.size() - 1;
            commands.set(last, commands.get(last) + "\n" + line.substring(2));
          } else if (line.startsWith("$ ")) {
            commands.add(line.substring(2));
            printed.add("");
          } else {
            printed.set(printed.size() - 1, printed.get(printed.size() - 1) + line + "\n");
          }
        }
        recipes.add(new Recipe(page, commands, printed));
      }
    }
    return recipes.stream();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRecipePrintsWhatThePageSays(Recipe recipe) throws Exception {
    String between = "---8<---";
    String script = String.join("\necho '" + between + "'\n", recipe.commands());
    Shell.Typed typed = shell.type(script);
    List<String> printed = List.of(typed.output().split(between + "\n", -1));
    assertThat(printed.stream().map(RecipesIT::withoutMeasured))
        .containsExactlyElementsOf(
            recipe.printed().stream().map(RecipesIT::withoutMeasured).toList());
  }

  private static String withoutMeasured(String text) {
    return MEASURED.matcher(HINT.matcher(text).replaceAll("")).replaceAll("0").replace("\r", "");
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
