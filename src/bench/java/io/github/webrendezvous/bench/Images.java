package io.github.webrendezvous.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The images, built as in README.md, with Docker's command line. */
final class Images {
  private static final String BASE = "ARG BASE=";

  private Images() {}

  /** Whether Docker is available. */
  static boolean canBeBuilt() {
    try {
      docker("info");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Builds the image of this folder in docker/, and returns its name. */
  static String build(String folder) throws IOException {
    String name = "web-rendezvous-bench-" + folder;
    docker("build", "-q", "-f", "docker/" + folder + "/Dockerfile", "-t", name, ".");
    return name;
  }

  /** The size that an image adds to its base. */
  static double addedMegabytes(String folder, String name) throws IOException {
    String base =
        Files.readAllLines(Path.of("docker", folder, "Dockerfile")).stream()
            .filter(line -> line.startsWith(BASE))
            .map(line -> line.substring(BASE.length()))
            .findFirst()
            .orElseThrow();
    return (bytes(name) - bytes(base)) / 1e6;
  }

  private static double bytes(String image) throws IOException {
    return Double.parseDouble(docker("image", "inspect", "-f", "{{.Size}}", image));
  }

  /** From {@code docker run} to the first 200, in ms. */
  static double startMillis(String name) throws IOException {
    int port = Contestant.freePort();
    long before = System.nanoTime();
    String container = docker("run", "-d", "--rm", "-p", "127.0.0.1:" + port + ":8080", name);
    try {
      Startup.awaitHome(port);
      return (System.nanoTime() - before) / 1e6;
    } finally {
      docker("rm", "-f", container);
    }
  }

  /** The last line that Docker prints. */
  private static String docker(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(Arrays.asList(arguments));
    List<String> said = Command.lines(command.toArray(String[]::new));
    return said.isEmpty() ? "" : said.get(said.size() - 1);
  }
}
