package io.github.webrendezvous.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long a process takes from its command to its first 200. */
final class Startup {
  /** Starts a contestant. */
  interface Start {
    Contestant run() throws IOException;
  }

  private Startup() {}

  /** From the command to the first answer, in ms, median. */
  static double millis(Start start, int rounds) throws IOException {
    double[] took = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long before = System.nanoTime();
      try (Contestant started = start.run()) {
        getHome(started);
        took[i] = (System.nanoTime() - before) / 1e6;
      }
    }
    return Measures.median(took);
  }

  /** Makes a class-data archive, as docs/operation.md says. */
  static Path archive() throws IOException {
    Path archive = Files.createDirectories(Path.of("target/bench")).resolve("ours.jsa");
    Files.deleteIfExists(archive);
    try (Contestant once = Contestant.ours("-XX:ArchiveClassesAtExit=" + archive)) {
      getHome(once);
    }
    return archive;
  }

  private static void getHome(Contestant from) throws IOException {
    try (Crowd crowd = from.crowd()) {
      crowd.send(crowd.connect(1).get(0), from.protocol().home());
      crowd.readUntilLeft(0);
    }
  }
}
