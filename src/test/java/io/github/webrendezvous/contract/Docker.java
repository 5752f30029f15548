package io.github.webrendezvous.contract;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** The command line of Docker. */
final class Docker {
  /** An image that the tests build from its Dockerfile and the WAR. */
  enum Image {
    STANDALONE,
    TOMCAT;

    private String folder() {
      return name().toLowerCase(Locale.ROOT);
    }

    String tag() {
      return "web-rendezvous-" + folder() + ":test";
    }

    /** Builds it, as README.md says. */
    void build() throws Exception {
      Docker.run("build", "-q", "-f", "docker/" + folder() + "/Dockerfile", "-t", tag(), ".");
    }
  }

  private static final String MISSING =
      "No Docker answers here, so what needs it is not tested. "
          + "Install or start Docker until \"docker info\" succeeds, and run mvn verify again.";

  /** Whether the missing Docker was reported already. */
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Docker() {}

  /** Skips the test without Docker, with a message; fails it if Docker is required. */
  static void require() throws Exception {
    if (answers("info")) {
      return;
    }
    if (Boolean.getBoolean("docker.required")) {
      throw new IllegalStateException(MISSING);
    }
    if (SAID.compareAndSet(false, true)) {
      System.out.println(MISSING);
    }
    abort(MISSING);
  }

  /** Runs a command of Docker and returns what it printed. */
  static String run(String... arguments) throws Exception {
    return run(command(arguments));
  }

  /** Runs a command and returns its output; if it fails, the exception has the output. */
  static String run(ProcessBuilder command) throws Exception {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command.command()) + ": " + output);
    }
    return output.strip();
  }

  /** Whether a Docker command exists and succeeds. */
  static boolean answers(String... arguments) throws Exception {
    try {
      run(command(arguments));
      return true;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  private static ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
