package io.github.webrendezvous.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A servlet container in a process of its own, from its own distribution. Thread-safe. */
abstract class Container implements Deployed {
  /** The longest that a test waits for something on a slow machine. */
  static final long PATIENCE_SECONDS = 60;

  /** Guarded by the class; null until it is needed. */
  private static @Nullable Path unpackedWar;

  /** Contains the configuration and the deployed application; nothing of the distribution. */
  final Path base;

  private final Process process;
  private final Thread reader;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final List<String> log = new ArrayList<>();

  Container(Path base, List<String> command) throws IOException {
    this(base, command, Map.of());
  }

  /**
   * @param environment what the variables that are added to those of this process
   */
  Container(Path base, List<String> command, Map<String, String> environment) throws IOException {
    this.base = base;
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(base.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.start();
    // Not in the constructor of the subclass, which waits for the log.
    reader = new Thread(this::readLog, "container-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** The command that runs a container in a JVM like this one, with these arguments. */
  static List<String> java(Path base, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Jdk.command("java"));
    command.add("-Xmx256m");
    // Most run for a minute or less. In that time, the second compiler costs more than it saves.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(base.resolve("temp")));
    command.addAll(arguments);
    return command;
  }

  /** Copies a folder with its contents. */
  static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(each, copy);
        }
      }
    }
  }

  /** The port that it listens on, at 127.0.0.1. */
  abstract int port();

  @Override
  public final URI uri(String contextPath) {
    String path = contextPath.equals("/") ? "/" : contextPath + "/";
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** The WAR as it was built. */
  static Path war() {
    return Path.of(System.getProperty("war"));
  }

  /**
   * The same, unpacked once for all servers. With it, a server with several deployments does not
   * unpack each of them, which takes most of its start.
   */
  static synchronized Path unpackedWar() throws IOException {
    if (unpackedWar == null) {
      Path folder = Scratch.directory("war");
      try (FileSystem war = FileSystems.newFileSystem(war())) {
        copyFolder(war.getPath("/"), folder);
      }
      unpackedWar = folder;
    }
    return unpackedWar;
  }

  /** Deploys the WAR in one step, so that the container does not find a part of it. */
  final void drop(String name) throws IOException {
    Path beside = base.resolve(name + ".part");
    Files.copy(war(), beside, StandardCopyOption.REPLACE_EXISTING);
    Files.move(beside, base.resolve("webapps/" + name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void readLog() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (log) {
          log.add(line);
        }
        unread.add(line);
      }
    } catch (IOException e) {
      unread.add("The log broke off: " + e);
    }
  }

  /** Reads the log until a line contains this. */
  final String awaitLog(String part) throws InterruptedException {
    List<String> read = new ArrayList<>();
    while (true) {
      String line = unread.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException(
            "The container never logged \"" + part + "\", but:\n" + String.join("\n", read));
      }
      read.add(line);
      if (line.contains(part)) {
        return line;
      }
    }
  }

  /** Reads the log until a line contains this, and returns the port in it. */
  final int awaitPort(String part, Pattern port) throws InterruptedException {
    Matcher matcher = port.matcher(awaitLog(part));
    if (!matcher.find()) {
      throw new IllegalStateException("The container did not say on which port it listens");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** The log so far. */
  final List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** The names of its threads. */
  final List<String> threads() throws IOException {
    return threadDump().stream()
        .filter(line -> line.startsWith("\""))
        .map(line -> line.split("\"", -1)[1])
        .toList();
  }

  /** The stacks of its threads. */
  final List<String> threadDump() throws IOException {
    return jcmd("Thread.print");
  }

  /** The output of a diagnostic command of its JVM. */
  final List<String> jcmd(String command) throws IOException {
    Process diagnosis =
        new ProcessBuilder(Jdk.command("jcmd"), Long.toString(pid()), command)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = diagnosis.inputReader()) {
      return lines.lines().toList();
    }
  }

  final long pid() {
    return process.pid();
  }

  /** Sends it SIGTERM, and returns at once. */
  final void terminate() {
    process.toHandle().destroy(); // That of the process closes its log, too.
  }

  /** Kills it, and returns when it has ended. */
  final void kill() throws Exception {
    process.destroyForcibly().waitFor();
    Scratch.delete(base);
  }

  /** Whether it has ended, or does within the time limit; its log is complete then. */
  final boolean awaitEnd() throws InterruptedException {
    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    terminate();
    try {
      if (!awaitEnd()) {
        throw new IllegalStateException("The container did not stop when asked to");
      }
      Scratch.delete(base);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
