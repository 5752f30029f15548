package io.github.webrendezvous.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page of figures, as Markdown. Not thread-safe. */
final class Page {
  private final StringBuilder text = new StringBuilder();

  /** The introduction: the machine and the method. */
  void machine() throws IOException {
    text.append(
        """
        # Benchmarks

        `mvn -Pbench verify` writes this page; it takes half an hour and runs no tests. *ours* is the product with its log on. *bare* is a minimal
        servlet that parks and answers requests (`BareServlet`: no deadline, no latch, no journal, no log), in the same container with the same configuration,
        in the same run. *bare-loop* is one thread that speaks just enough HTTP: the limit of the machine and of the load generator, which is also one thread.
        Redis waits with `BLPOP`, with one `RPUSH` for each wait; etcd with a watch through its JSON gateway. Compare figures within a run, not between runs.

        """);
    text.append("- ").append(cores()).append(", ").append(first("/proc/version", "version ", " "));
    text.append('\n').append("- Java ").append(Runtime.version());
    text.append(", Jetty ").append(org.eclipse.jetty.util.Jetty.VERSION).append(", ");
    text.append(Path.of(System.getProperty("tomcat10.home")).getFileName()).append('\n');
    text.append("- ").append(said("redis-server", "--version")).append('\n');
    text.append("- ").append(said("etcd", "--version")).append('\n');
  }

  private static String cores() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.replaceFirst(".*: ", ""))
            .findFirst()
            .orElse("an unknown processor");
    return Runtime.getRuntime().availableProcessors() + " cores of " + model;
  }

  private static String first(String file, String after, String until) throws IOException {
    String all = Files.readString(Path.of(file));
    int start = all.indexOf(after) + after.length();
    return "Linux " + all.substring(start, all.indexOf(until, start));
  }

  private static String said(String... command) {
    try {
      List<String> lines = Command.lines(command);
      return lines.isEmpty() ? command[0] + " says nothing" : lines.get(0);
    } catch (IOException e) {
      return "no " + command[0] + ": left out";
    }
  }

  void title(String title, String what) {
    text.append("\n## ").append(title).append("\n\n").append(what).append("\n\n");
    System.err.println(title);
  }

  void columns(String... names) {
    row(names);
    text.append("|").append(" --- |".repeat(names.length)).append('\n');
  }

  void row(String... cells) {
    List<String> all = Arrays.asList(cells);
    text.append("| ").append(String.join(" | ", all)).append(" |\n");
    System.err.println(all);
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  String text() {
    return text.toString();
  }
}
