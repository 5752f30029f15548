package io.github.webrendezvous.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/** Runs other programs to their end. */
final class Command {
  private Command() {}

  /**
   * Returns the output of a program, as lines.
   *
   * @throws IOException if it cannot be started, or fails
   */
  static List<String> lines(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      List<String> lines = output.lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + lines);
      }
      return lines;
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  /** Sends a command to a JVM with jcmd and returns the output, as lines. */
  static List<String> jcmd(long pid, String command) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    return lines(jcmd.toString(), Long.toString(pid), command);
  }
}
