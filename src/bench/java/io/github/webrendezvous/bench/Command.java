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
   * What a program prints, as lines.
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

  /** What the JDK's jcmd prints when it gives a command to a process, as lines. */
  static List<String> jcmd(long pid, String command) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    return lines(jcmd.toString(), Long.toString(pid), command);
  }
}
