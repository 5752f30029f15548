package io.github.webrendezvous.bench;

import java.io.IOException;

/** Keeps a running server busy, for a profiler. */
final class Drive {
  private Drive() {}

  /**
   * Takes the port, the process id, what to do ({@code signal}, {@code meet}, {@code load}, {@code
   * wake}, {@code idle}, {@code release}), and for how long, in seconds.
   */
  public static void main(String[] arguments) throws IOException {
    Contestant server =
        Contestant.running(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
    double seconds = Double.parseDouble(arguments[3]);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    switch (arguments[2]) {
      case "signal" ->
          System.out.println(Measures.signalsPerSecond(server, 16, seconds) + " signals/s");
      case "meet" -> {
        try (Meetings meetings = new Meetings(server)) {
          System.out.println(meetings.perSecond(seconds) + " meetings/s");
        }
      }
      case "load" -> {
        try (Meetings meetings = new Meetings(server)) {
          System.out.println(meetings.at(meetings.perSecond(5) / 2, seconds));
        }
      }
      case "wake" -> {
        while (System.nanoTime() < end) {
          System.out.println(Measures.wakeMillis(server, 500, Measures.WARM).median() + " ms");
        }
      }
      case "idle" ->
          System.out.println(Measures.wakeMillis(server, (int) seconds, Measures.IDLE) + " ms");
      default -> {
        while (System.nanoTime() < end) {
          System.out.println(Measures.releaseMillis(server, 4_000, 3));
        }
      }
    }
  }
}
