package io.github.webrendezvous.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Runs all sections, alternating between the servers that are compared, and prints one page. */
final class Bench {
  private static final int CROWD = 4_000;
  private static final int IDLE = 10_000;
  private static final int MANY = 19_000;
  private static final int PAGES = 200;

  /** How often a server is measured under load before the benchmark gives up. */
  private static final int TRIES = 5;

  private final int turns = Integer.getInteger("turns", 4);
  private final Page page = new Page();

  private Bench() {}

  /** Runs the sections in the system property {@code bench}, or all of them. */
  public static void main(String[] arguments) throws IOException {
    String named = System.getProperty("bench", "");
    List<String> sections =
        named.isEmpty()
            ? List.of(
                "speed",
                "costs",
                "parked",
                "pages",
                "store",
                "probes",
                "startup",
                "images",
                "registry")
            : List.of(named.split("[, ]+", -1));
    Bench bench = new Bench();
    bench.page.machine();
    for (String section : sections) {
      switch (section) {
        case "speed" -> bench.speed();
        case "costs" -> bench.costs();
        case "parked" -> bench.parked();
        case "pages" -> bench.pages();
        case "store" -> bench.store();
        case "probes" -> bench.probes();
        case "startup" -> bench.startup();
        case "images" -> bench.images();
        case "registry" -> bench.registry();
        case "check" -> bench.check();
        default -> throw new IllegalArgumentException("no section " + section);
      }
    }
    Path written = Path.of(named.isEmpty() ? "docs/benchmarks.md" : "target/bench/part.md");
    Files.createDirectories(written.toAbsolutePath().getParent());
    Files.writeString(written, bench.page.text());
    System.out.println(bench.page.text());
  }

  /** Shows that each server starts, and answers a wait and its signal. */
  private void check() throws IOException {
    page.title("Check", "One wait and its signal.");
    page.columns("", "ms");
    List<Contestant> all = new ArrayList<>();
    try {
      startAll(all);
      for (Contestant each : all) {
        page.row(each.name(), Page.number(Measures.wakeMillis(each, 1, Measures.WARM).median(), 0));
      }
    } finally {
      all.forEach(Contestant::close);
    }
  }

  /** The measurements of one server in one turn. */
  private record Speed(double wake, double idleWake, double last, double signal, double rate) {}

  private void speed() throws IOException {
    List<Contestant> all = new ArrayList<>();
    Map<String, List<Speed>> seen = new LinkedHashMap<>();
    Map<String, Meetings.Latencies> latencies = new LinkedHashMap<>();
    try {
      startAll(all);
      for (Contestant each : all) {
        turn(each, 4_000, 0, 25, 20); // Warms up.
      }
      for (int turn = 0; turn < turns; turn++) {
        for (Contestant each : all) {
          seen.computeIfAbsent(each.name(), n -> new ArrayList<>()).add(turn(each, 300, 5, 3, 3));
        }
      }
      for (Contestant each : all) {
        latencies.put(each.name(), load(each));
      }
    } finally {
      all.forEach(Contestant::close);
    }
    page.title("Speed", "Everything warm; medians of " + turns + " turns.");
    page.columns(
        "",
        "from a signal to the response of its one wait, ms",
        "the same after an idle second, ms",
        "one signal, 4,000 waits: the last response, ms",
        "the response to that signal, ms",
        "signals per second, 16 connections");
    seen.forEach(
        (name, turns) ->
            page.row(
                name,
                median(turns, Speed::wake, 2),
                median(turns, Speed::idleWake, 2),
                median(turns, Speed::last, 0),
                median(turns, Speed::signal, 1),
                median(turns, Speed::rate, 0)));
    page.title(
        "Under load",
        "2,000 waits, each ended by a signal and sent again, at half of the maximum rate of the server. A time starts when the"
            + " signal is due, not when it is sent. The load generator spins on one of the processors, so a thread of the server may wait there for its turn:"
            + " up to 4 ms on this Linux, in every 99 % below.");
    page.columns(
        "",
        "signals per second",
        "to the response of the wait, ms: median",
        "99 %",
        "longest",
        "to the response of the signal, ms: median",
        "99 %",
        "longest");
    latencies.forEach(
        (name, taken) -> {
          Meetings.Spread wake = taken.wake();
          Meetings.Spread signal = taken.signal();
          page.row(
              name,
              Page.number(taken.rate(), 0),
              Page.number(wake.median(), 2),
              Page.number(wake.high(), 2),
              Page.number(wake.longest(), 1),
              Page.number(signal.median(), 2),
              Page.number(signal.high(), 2),
              Page.number(signal.longest(), 1));
        });
  }

  private static <T> String median(List<T> turns, ToDoubleFunction<T> of, int digits) {
    return Page.number(Measures.median(turns.stream().mapToDouble(of).toArray()), digits);
  }

  private static Meetings.Latencies load(Contestant of) throws IOException {
    for (int tries = 1; ; tries++) {
      of.awaitQuiet();
      try (Meetings meetings = new Meetings(of)) {
        meetings.perSecond(5); // Warms up.
        return meetings.at(meetings.perSecond(3) / 2, 10);
      } catch (UncheckedIOException e) {
        // The bare servlet on Jetty answers 500 now and then.
        System.err.println(of.name() + " failed: " + e.getMessage());
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Starts the servers that are compared; those that are not installed are skipped. */
  private static void startAll(List<Contestant> all) throws IOException {
    all.add(Contestant.ours("-Xmx1g"));
    all.add(Contestant.bareJetty("-Xmx1g"));
    all.add(Contestant.oursTomcat("-Xmx1g"));
    all.add(Contestant.bareTomcat("-Xmx1g"));
    all.add(Contestant.bareLoop());
    Contestant.addInstalled(all, Contestant::redis, Contestant::etcd);
  }

  private static Speed turn(Contestant of, int wakes, int idleWakes, int releases, double seconds)
      throws IOException {
    of.awaitQuiet();
    double wake = Measures.wakeMillis(of, wakes, Measures.WARM).median();
    double idleWake =
        idleWakes == 0 ? 0 : Measures.wakeMillis(of, idleWakes, Measures.IDLE).median();
    Measures.Release release = Measures.releaseMillis(of, CROWD, releases);
    of.awaitQuiet();
    double rate = Measures.signalsPerSecond(of, 16, seconds);
    of.awaitQuiet();
    return new Speed(wake, idleWake, release.lastMillis(), release.signalMillis(), rate);
  }

  private void costs() throws IOException {
    page.title(
        "Costs of a signal",
        "Counts, which do not depend on the machine: 16 connections, each sending one signal after the other.");
    page.columns("", "bytes allocated", "a thread waits", "system calls");
    for (WithHeap contestant :
        List.<WithHeap>of(
            Contestant::ours,
            Contestant::bareJetty,
            Contestant::oursTomcat,
            Contestant::bareTomcat)) {
      try (Contestant each = contestant.start(Costs.HEAP)) {
        Costs.Cost cost = Costs.measure(each);
        page.row(
            each.name(),
            Page.number(cost.bytes(), 0),
            Page.number(cost.waits(), 2),
            Page.number(cost.calls(), 2));
      }
    }
  }

  private void parked() throws IOException {
    page.title("Parked", "19,000 waits in one process; idle is with 10,000 waits.");
    page.columns("", "heap", "live heap per wait, bytes", "resident, MB", "idle, % of a core");
    parked("-Xmx256m", Contestant::ours);
    parked("-Xmx256m", Contestant::bareJetty);
    parked("-Xmx2g", Contestant::oursTomcat);
    parked("-Xmx2g", Contestant::bareTomcat);
  }

  /** Starts a contestant with arguments for the JVM. */
  private interface WithHeap {
    Contestant start(String... jvm) throws IOException;
  }

  private void parked(String heap, WithHeap contestant) throws IOException {
    try (Contestant each = contestant.start(heap)) {
      Parked.Cost cost = Parked.measure(each, IDLE, MANY);
      page.row(
          each.name(),
          heap,
          Page.number(cost.heapPerWait(), 0),
          Page.number(cost.residentMegabytes(), 0),
          Page.number(cost.idlePercent(), 2));
    }
  }

  /** One server beside open pages, in one turn. */
  private record Beside(Meetings.Spread wake, double rate, double fetched) {}

  private void pages() throws IOException {
    page.title(
        "Open pages",
        "10,000 waits in one process, beside browsers with the home page. Each follows the changes and fetches the page once a second;"
            + " they share the two processors with the server. Medians of "
            + turns
            + " turns.");
    page.columns(
        "open pages",
        "from a signal to the response of its one wait, ms: median",
        "99 %",
        "signals per second, 16 connections",
        "pages per second");
    Map<String, List<Beside>> seen = new LinkedHashMap<>();
    try (Contestant ours = Contestant.ours("-Xmx1g");
        Crowd waits = ours.crowd()) {
      Parked.park(ours, waits, IDLE);
      beside(ours, PAGES, 2_000, 10); // Warms up.
      for (int turn = 0; turn < turns; turn++) {
        for (int many : new int[] {0, PAGES}) {
          seen.computeIfAbsent(Integer.toString(many), n -> new ArrayList<>())
              .add(beside(ours, many, 500, 3));
        }
      }
    }
    seen.forEach(
        (many, turns) ->
            page.row(
                many,
                median(turns, beside -> beside.wake().median(), 2),
                median(turns, beside -> beside.wake().high(), 2),
                median(turns, Beside::rate, 0),
                median(turns, Beside::fetched, 0)));
  }

  private static Beside beside(Contestant ours, int many, int wakes, double seconds)
      throws IOException {
    if (many == 0) {
      ours.awaitQuiet();
      Meetings.Spread wake = Measures.wakeMillis(ours, wakes, Measures.WARM);
      return new Beside(wake, Measures.signalsPerSecond(ours, 16, seconds), 0);
    }
    try (Pages pages = new Pages(ours, many)) {
      Meetings.Spread wake = Measures.wakeMillis(ours, wakes, Measures.WARM);
      double rate = Measures.signalsPerSecond(ours, 16, seconds);
      return new Beside(wake, rate, pages.end());
    }
  }

  private void store() throws IOException {
    page.title(
        "With a store",
        "Two nodes and PostgreSQL with `synchronous_commit=on`, beside servers that also write each signal to the disk before they answer."
            + " A wait is on the one node, and its signal comes to the other; the others have one node. Medians of "
            + turns
            + " turns.");
    page.columns(
        "",
        "signals per second, 1 connection",
        "16",
        "256",
        "from a signal to the response of its wait, ms: median",
        "99 %");
    Map<String, List<Stored.Speed>> seen = new LinkedHashMap<>();
    try (Stored stored = Stored.start()) {
      stored.turn(2_000, 10); // Warms up.
      for (int turn = 0; turn < turns; turn++) {
        stored
            .turn(300, 3)
            .forEach(
                (name, speed) -> seen.computeIfAbsent(name, n -> new ArrayList<>()).add(speed));
      }
    }
    seen.forEach(
        (name, turns) ->
            page.row(
                name,
                median(turns, Stored.Speed::alone, 0),
                median(turns, Stored.Speed::few, 0),
                median(turns, Stored.Speed::many, 0),
                median(turns, speed -> speed.wake().median(), 2),
                median(turns, speed -> speed.wake().high(), 1)));
  }

  private void probes() throws IOException {
    page.title(
        "Probes",
        "A port that opens late, and how much later the last wait is answered; medians of five.");
    page.columns("", "closed for, ms", "told after, ms", "connections that the port saw");
    try (Contestant ours = Contestant.ours("-Xmx256m")) {
      for (int i = 0; i < 10; i++) {
        Probes.detect(ours, 1_000, 500); // Warms up.
      }
      for (long closed : new long[] {300, 1_000, 5_000}) {
        detected("1,000 waits for it", ours, 1_000, closed);
      }
      detected("one wait, alone", ours, 1, 2_000);
      try (Probes.BlackHoles holes = new Probes.BlackHoles(ours, 1_000)) {
        detected("one wait, beside " + holes.many() + " that never respond", ours, 1, 2_000);
      }
    }
  }

  private void detected(String what, Contestant of, int waits, long closedMillis)
      throws IOException {
    List<Probes.Detection> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(Probes.detect(of, waits, closedMillis));
    }
    all.sort(Comparator.comparingDouble(Probes.Detection::millis));
    Probes.Detection seen = all.get(all.size() / 2);
    page.row(
        what,
        Page.number(seen.waitedMillis(), 0),
        Page.number(seen.millis(), 0),
        Integer.toString(seen.connections()));
  }

  private void startup() throws IOException {
    page.title("Start", "From the command to the first 200; medians of 7.");
    page.columns("", "ms");
    String archive = "-XX:SharedArchiveFile=" + Startup.archive();
    Map<String, Startup.Start> ways = new LinkedHashMap<>();
    ways.put("java -jar web-rendezvous.war", Contestant::ours);
    ways.put("with a class-data archive", () -> Contestant.ours(archive));
    ways.put(
        "with a class-data archive and -XX:TieredStopAtLevel=1",
        () -> Contestant.ours(archive, "-XX:TieredStopAtLevel=1"));
    ways.put("a bare servlet on the same Jetty", Contestant::bareJetty);
    for (Map.Entry<String, Startup.Start> way : ways.entrySet()) {
      page.row(way.getKey(), Page.number(Startup.millis(way.getValue(), 7), 0));
    }
    page.row(
        "size of the WAR, MB",
        Page.number(Files.size(Path.of("target/web-rendezvous.war")) / 1e6, 1));
  }

  private void images() throws IOException {
    if (!Images.canBeBuilt()) {
      System.err.println("Skipped: the images, as there is no Docker");
      return;
    }
    page.title("Images", "From docker run to the first 200: the median of 7.");
    page.columns("", "start, ms", "added to the base, MB");
    for (String folder : List.of("standalone", "tomcat")) {
      String image = Images.build(folder);
      double[] took = new double[7];
      for (int i = 0; i < took.length; i++) {
        took[i] = Images.startMillis(image);
      }
      page.row(
          "docker/" + folder,
          Page.number(Measures.median(took), 0),
          Page.number(Images.addedMegabytes(folder, image), 1));
    }
  }

  private void registry() throws IOException {
    page.title(
        "The registry alone",
        "On one thread, without HTTP; waits are notified on the same thread. Measured with JMH, except the memory that is held.");
    page.columns("", "");
    RegistryFigures.Times times = RegistryFigures.times();
    page.row(
        "one wait with its own key: begun, signalled, released, and the key reset, ns",
        Page.number(times.meetingNanos(), 0));
    page.row("memory allocated for that, bytes", Page.number(times.meetingBytes(), 0));
    times
        .releaseNanos()
        .forEach(
            (waiters, nanos) ->
                page.row("one release of " + waiters + ", ns", Page.number(nanos, 0)));
    page.row(
        "memory of a wait, 1,000,000 for one key, bytes",
        Page.number(RegistryFigures.heldBytes(1_000_000, true), 0));
    page.row(
        "memory of a wait, 1,000,000 with their own keys, bytes",
        Page.number(RegistryFigures.heldBytes(1_000_000, false), 0));
  }
}
