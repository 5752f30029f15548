package io.github.webrendezvous.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs everything side by side, in turns, and prints one table. */
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws IOException {
    int turns = Integer.getInteger("turns", 5);
    List<Contestant> all = new ArrayList<>();
    try {
      all.add(Contestant.ours("-Xmx1g"));
      all.add(Contestant.bareJetty("-Xmx1g"));
      all.add(Contestant.oursTomcat("-Xmx1g"));
      all.add(Contestant.bareTomcat("-Xmx1g"));
      all.add(Contestant.bareLoop());
      String only = System.getProperty("only", "");
      Map<String, List<double[]>> seen = new TreeMap<>();
      for (int turn = -1; turn < turns; turn++) {
        for (Contestant each : all) {
          if (!each.name().contains(only) && !each.name().equals("bare-loop")) {
            continue;
          }
          double wake = Measures.wakeMillis(each, turn < 0 ? 500 : 200);
          Measures.Release release = Measures.releaseMillis(each, 4_000, turn < 0 ? 4 : 3);
          double rate = Measures.signalsPerSecond(each, 16, turn < 0 ? 5 : 2);
          double[] row = {wake, release.lastMillis(), release.signalMillis(), rate};
          if (turn >= 0) {
            seen.computeIfAbsent(each.name(), n -> new ArrayList<>()).add(row);
          }
        }
      }
      System.out.println("name | wake ms | last of 4,000 ms | its PUT ms | signals/s");
      seen.forEach((name, rows) -> System.out.println(name + line(rows)));
    } finally {
      all.forEach(Contestant::close);
    }
  }

  private static String line(List<double[]> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      int at = i;
      double median = Measures.median(rows.stream().mapToDouble(row -> row[at]).toArray());
      line.append(String.format(Locale.ROOT, " | %.2f", median));
    }
    return line.toString();
  }
}
