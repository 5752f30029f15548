package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
 * Runs the commands of our pages in a real shell, with their hosts replaced by those of the test.
 * Thread-safe.
 */
final class Shell {
  /** The output of both streams, and the exit code. */
  record Typed(String output, int exitCode) {}

  /** Debian has no package for PowerShell, so a build cannot install it. */
  private static final String NOT_PACKAGED = "pwsh";

  private final Path directory;
  private final Map<String, String> environment;

  /** The text of the page, and its replacement. */
  private final Map<String, String> instead = new LinkedHashMap<>();

  /**
   * @param directory where commands run
   * @param port where the application is, at 127.0.0.1
   */
  Shell(Path directory, int port) {
    this(directory, port, Map.of());
  }

  /**
   * @param environment what the environment of all commands
   */
  Shell(Path directory, int port, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
    instead.put("localhost:8080", "127.0.0.1:" + port);
    instead.put("localhost/8080", "127.0.0.1/" + port);
    instead.put("\"localhost\", 8080", "\"127.0.0.1\", " + port);
  }

  /** Adds a replacement; output is not changed back. */
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

  /** Puts a program into the directory, which is in the path. */
  void program(String name, String script) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  /** Puts a file of a page into the directory, with the hosts replaced. */
  void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), replaced(text, Map.of()));
  }

  /** Skips the test if a program is not installed; fails it if all are required. */
  void require(String program) throws IOException, InterruptedException {
    require(program, "command -v " + program);
  }

  /**
   * The same.
   *
   * @param look a command that succeeds if it is installed
   */
  void require(String program, String look) throws IOException, InterruptedException {
    boolean there = type(look).exitCode() == 0;
    boolean required = Boolean.getBoolean("clients.required") && !program.equals(NOT_PACKAGED);
    assumeTrue(there || required, program + " is not installed");
    assertThat(there).as(program + " is installed").isTrue();
  }

  Typed type(String script) throws IOException, InterruptedException {
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
