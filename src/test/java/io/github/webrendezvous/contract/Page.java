package io.github.webrendezvous.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, and its parts that a test runs. */
record Page(String text) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)( [\\w.-]+)?\n(.*?)^```$");

  /**
   * A block of code.
   *
   * @param language of the code
   * @param file its file name; empty if it has none
   */
  record Block(String language, String file, String code) {}

  static Page of(String path) throws IOException {
    return new Page(Files.readString(Path.of(path)));
  }

  /** The text below a heading of any level, up to the next one. */
  Page below(String heading) {
    Matcher matcher =
        Pattern.compile("(?ms)^#+ " + Pattern.quote(heading) + "$(.*?)(?=^#+ |\\z)")
            .matcher(withoutCode());
    if (!matcher.find()) {
      throw new IllegalArgumentException("There is no heading \"" + heading + "\"");
    }
    return new Page(text.substring(matcher.start(1), matcher.end(1)));
  }

  /** The page with its code blanked out, as a comment in a shell looks like a heading. */
  private String withoutCode() {
    return BLOCK.matcher(text).replaceAll(block -> " ".repeat(block.group().length()));
  }

  List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(
            block ->
                new Block(
                    block.group(1),
                    block.group(2) == null ? "" : block.group(2).strip(),
                    block.group(3)))
        .toList();
  }

  Stream<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language));
  }

  /** The blocks that are files. */
  Stream<Block> files() {
    return blocks().stream().filter(block -> !block.file().isEmpty());
  }

  /** The rows of its tables without heads; each cell as it is written. */
  List<List<String>> rows() {
    List<String> lines = withoutCode().lines().toList();
    return Stream.iterate(1, i -> i < lines.size(), i -> i + 1)
        .filter(i -> lines.get(i).startsWith("| ") && !lines.get(i).startsWith("| ---"))
        .filter(i -> lines.get(i - 1).startsWith("|"))
        .map(i -> List.of(lines.get(i).replaceAll("^\\| | \\|$", "").split(" \\| ", -1)))
        .toList();
  }
}
