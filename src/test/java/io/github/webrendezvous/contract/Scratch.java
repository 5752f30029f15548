package io.github.webrendezvous.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Directories of the tests, below {@code target}. What a test does not delete itself is deleted
 * when this process ends: an unpacked WAR has 50 MB, and a run starts hundreds of servers.
 */
final class Scratch {
  private static final Path ROOT = Path.of("target/scratch").toAbsolutePath();

  /** Those that are not deleted yet. */
  private static final Set<Path> LEFT = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> LEFT.forEach(Scratch::deleteIfPossible)));
  }

  private Scratch() {}

  /** A new, empty directory whose name begins like this. */
  static Path directory(String name) throws IOException {
    Path directory = Files.createTempDirectory(Files.createDirectories(ROOT), name);
    LEFT.add(directory);
    return directory;
  }

  /** Deletes it with its contents. */
  static void delete(Path directory) throws IOException {
    List<Path> contents;
    try (Stream<Path> files = Files.walk(directory)) {
      contents = files.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path each : contents) {
      Files.deleteIfExists(each);
    }
    LEFT.remove(directory);
  }

  /** A process that has not ended yet may still write into it. */
  private static void deleteIfPossible(Path directory) {
    try {
      delete(directory);
    } catch (IOException | UncheckedIOException e) {
      // "mvn clean" deletes it.
    }
  }
}
