package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Types what our pages print into a real shell, with the hosts that they name replaced by those
 * that the test has started. Thread-safe.
 */
final class Shell {
  /** What was printed, on both streams, and how it ended. */
  record Typed(String output, int exitCode) {}

  private final Path directory;

  /** What stands on the page, and what is typed instead. */
  private final Map<String, String> instead = new LinkedHashMap<>();

  /**
   * @param directory where commands run
   * @param port where the application is, at 127.0.0.1
   */
  Shell(Path directory, int port) {
    this.directory = directory;
    instead.put("localhost:8080", "127.0.0.1:" + port);
    instead.put("localhost/8080", "127.0.0.1/" + port);
    instead.put("\"localhost\", 8080", "\"127.0.0.1\", " + port);
  }

  /** Types one thing instead of another, too; what is printed is not changed back. */
  String replaced(String script, Map<String, String> more) {
    String replaced =
        script
            .replace("rendezvous:8080", "localhost:8080")
            .replace("rendezvous/8080", "localhost/8080")
            .replace("\"rendezvous\", 8080", "\"localhost\", 8080");
    for (Map.Entry<String, String> each : more.entrySet()) {
      replaced = replaced.replace(each.getKey(), each.getValue());
    }
    for (Map.Entry<String, String> each : instead.entrySet()) {
      replaced = replaced.replace(each.getKey(), each.getValue());
    }
    return replaced;
  }

  /** Puts a program into the directory, for those who have that in their path. */
  void program(String name, String script) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  Typed type(String script) throws IOException, InterruptedException {
    return type(Map.of(), script);
  }

  Typed type(Map<String, String> environment, String script)
      throws IOException, InterruptedException {
    return run(environment, "bash", "-c", replaced(script, Map.of()));
  }

  /** Begins to run a command as it is. */
  CompletableFuture<Typed> begin(Map<String, String> environment, String... command) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run(environment, command);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Runs a command as it is. */
  Typed run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS))
          .as("ends: " + String.join(" ", command))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    for (Map.Entry<String, String> each : instead.entrySet()) {
      printed = printed.replace(each.getValue(), each.getKey());
    }
    return new Typed(printed, process.exitValue());
  }
}
