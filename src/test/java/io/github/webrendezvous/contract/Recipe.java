package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Several commands of a page, each with the output that the page shows. */
record Recipe(String page, List<String> commands, List<String> printed) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```$");

  /** Figures that differ each time: durations and attempts. */
  private static final Pattern MEASURED =
      Pattern.compile(
          "(?<=\"waited\":)[0-9.]+|(?<=\"attempts\":)[0-9]+"
              + "|(?<=\"id\":\")[0-9a-z]+-[0-9]+|(?<=\"at\":\")[^\"]+"
              + "|(?<=\"left\":)[0-9.]+|(?<=since )[0-9]+|[0-9]+(?= s left)|[0-9]+(?= attempts,)"
              + "|[0-9]+(?= ms)");

  /**
   * What is not there each time: a service that has just started says so, a probe may be running.
   */
  private static final Pattern OCCASIONAL =
      Pattern.compile(",\"hint\":\"this service started [^\"]+\"|; next attempt within [0-9]+ s");

  private static final String BETWEEN = "---8<---";

  /** The recipes of some pages. */
  static Stream<Recipe> in(String... pages) throws IOException {
    List<Recipe> recipes = new ArrayList<>();
    for (String page : pages) {
      Matcher blocks = BLOCK.matcher(Files.readString(Path.of(page)));
      while (blocks.find()) {
        recipes.add(read(page, blocks.group(1)));
      }
    }
    return recipes.stream();
  }

  private static Recipe read(String page, String block) {
    List<String> commands = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    for (String line : block.lines().toList()) {
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
    return new Recipe(page, commands, printed);
  }

  /** Types the commands, and asserts that they print what the page shows. */
  void assertPrintsWhatThePageSays(Shell shell) throws IOException, InterruptedException {
    Shell.Typed typed = shell.type(String.join("\necho '" + BETWEEN + "'\n", commands));
    List<String> output = List.of(typed.output().split(BETWEEN + "\n", -1));
    assertThat(output.stream().map(Recipe::withoutMeasured))
        .containsExactlyElementsOf(printed.stream().map(Recipe::withoutMeasured).toList());
  }

  private static String withoutMeasured(String text) {
    return MEASURED
        .matcher(OCCASIONAL.matcher(text).replaceAll(""))
        .replaceAll("0")
        .replace("\r", "");
  }

  @Override
  public String toString() {
    return page + ": " + commands.get(commands.size() - 1);
  }
}
