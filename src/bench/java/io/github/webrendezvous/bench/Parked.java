package io.github.webrendezvous.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The costs of a process with many idle waits. */
final class Parked {
  private static final long IDLE_MILLIS = 20_000;

  private Parked() {}

  /**
   * What was seen.
   *
   * @param heapPerWait live bytes of each wait, after a collection
   * @param residentMegabytes of the whole process with all waits
   * @param idlePercent of one core, with a part of the waits
   */
  record Cost(double heapPerWait, double residentMegabytes, double idlePercent) {}

  /** Parks some waits, measures the idle load, parks the rest and measures the memory. */
  static Cost measure(Contestant of, int idle, int all) throws IOException {
    try (Crowd crowd = of.crowd()) {
      // The costs of the first request are not those of a wait.
      Crowd.Client first = crowd.connect(1).get(0);
      crowd.send(first, of.protocol().wait("first"));
      of.awaitQuiet();
      long before = liveHeap(of.pid());
      park(of, crowd, idle);
      liveHeap(of.pid()); // So that no collection is due during the measurement.
      of.awaitQuiet();
      long cpu = of.cpuMillis();
      long start = System.nanoTime();
      Contestant.pause(IDLE_MILLIS);
      double percent = 100.0 * (of.cpuMillis() - cpu) / ((System.nanoTime() - start) / 1_000_000.0);
      park(of, crowd, all - idle);
      double perWait = (double) (liveHeap(of.pid()) - before) / all;
      if (crowd.waiting() != all + 1) {
        throw new IOException("Only " + crowd.waiting() + " of " + all + " are parked");
      }
      return new Cost(perWait, residentMegabytes(of.pid()), percent);
    }
  }

  /** Sends waits that stay. */
  static void park(Contestant of, Crowd crowd, int many) throws IOException {
    for (int parked = 0; parked < many; parked += 500) {
      List<Crowd.Client> clients = crowd.connect(Math.min(500, many - parked));
      for (Crowd.Client client : clients) {
        crowd.send(client, of.protocol().wait("parked" + client.hashCode() % 100));
      }
      crowd.readFor(20);
    }
    of.awaitQuiet();
  }

  /** Bytes that are left after a full collection. */
  private static long liveHeap(long pid) throws IOException {
    String total =
        Command.jcmd(pid, "GC.class_histogram").stream()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElse("");
    return Long.parseLong(total.strip().split("\\s+", -1)[2]);
  }

  private static double residentMegabytes(long pid) throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(each -> each.startsWith("VmRSS"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0;
  }
}
