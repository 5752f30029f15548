package io.github.webrendezvous.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The costs of one signal in counts, which do not depend on the machine. */
final class Costs {
  /** A young generation that is large enough to avoid collections during the measurement. */
  static final String[] HEAP = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn1900m"};

  private static final int SIGNALS = 100_000;
  private static final int TRACED = 20_000;
  private static final int CONNECTIONS = 16;

  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern SWITCHES =
      Pattern.compile("^voluntary_ctxt_switches:\\s+(\\d+)", Pattern.MULTILINE);

  private Costs() {}

  /**
   * Per signal, of 16 connections that send one after the other.
   *
   * @param bytes that the server allocates
   * @param waits how often one of its threads waits
   * @param calls system calls; NaN without strace
   */
  record Cost(double bytes, double waits, double calls) {}

  static Cost measure(Contestant of) throws IOException {
    Measures.signalsPerSecond(of, CONNECTIONS, 15); // Warms up.
    of.awaitQuiet();
    Command.jcmd(of.pid(), "GC.run");
    long used = usedBytes(of.pid());
    long waits = waits(of.pid());
    Measures.signal(of, CONNECTIONS, SIGNALS);
    of.awaitQuiet();
    double bytes = (double) (usedBytes(of.pid()) - used) / SIGNALS;
    double waited = (double) (waits(of.pid()) - waits) / SIGNALS;
    return new Cost(bytes, waited, calls(of));
  }

  private static long usedBytes(long pid) throws IOException {
    Matcher used = USED.matcher(String.join("\n", Command.jcmd(pid, "GC.heap_info")));
    if (!used.find()) {
      throw new IOException("The process does not say how much of its heap is used");
    }
    return 1_024 * Long.parseLong(used.group(1));
  }

  private static long waits(long pid) throws IOException {
    long all = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        Matcher switches = SWITCHES.matcher(Files.readString(thread.resolve("status")));
        all += switches.find() ? Long.parseLong(switches.group(1)) : 0;
      }
    }
    return all;
  }

  private static double calls(Contestant of) throws IOException {
    Path counts = Files.createTempFile("strace", ".txt");
    String pid = Long.toString(of.pid());
    Process strace;
    try {
      strace =
          new ProcessBuilder("strace", "-f", "-c", "-U", "calls,name", "-p", pid, "-o", "" + counts)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      System.err.println("Left out: " + e.getMessage());
      return Double.NaN;
    }
    try {
      Contestant.pause(2_000); // Until it is attached to every thread.
      Measures.signal(of, CONNECTIONS, TRACED);
      strace.destroy();
      strace.waitFor();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    } finally {
      strace.destroyForcibly();
    }
    return Files.readAllLines(counts).stream()
            .map(line -> line.strip().split("\\s+", -1))
            .filter(words -> words.length == 2 && words[1].equals("total"))
            .mapToDouble(words -> Double.parseDouble(words[0]))
            .sum()
        / TRACED;
  }
}
