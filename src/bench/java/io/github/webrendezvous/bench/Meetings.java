package io.github.webrendezvous.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Meetings of a wait that is parked and the signal that ends it, as many at a time as the server
 * can do, or at a rate that does not depend on it. Not thread-safe.
 */
final class Meetings implements Closeable {
  private static final int PAIRS = 2_000;

  /** How many signals may be under way. */
  private static final int SIGNALLERS = 64;

  /** How many are under way when the server is to do as much as it can. */
  private static final int AT_MOST = 16;

  /** After this time a wait is parked; some servers forget a signal that comes before. */
  private static final long TO_PARK_NANOS = 20_000_000;

  /** A waiter, and what is measured of its meeting. */
  private static final class Pair {
    final Crowd.Client waiter;
    final int number;
    String name = "";
    long parkedNanos;
    long dueNanos;

    /** How many of its two requests have no answer yet. */
    int open;

    Pair(Crowd.Client waiter, int number) {
      this.waiter = waiter;
      this.number = number;
    }
  }

  /**
   * How long meetings took, in ms. Each time starts when the signal was due, even if it was sent
   * later, so that a server that slows the generator down is not excused (coordinated omission).
   *
   * @param wake until the waiter was answered
   * @param signal until the signaller was
   */
  record Latencies(Spread wake, Spread signal) {}

  /** Of many times, in ms: the median, the one that 99 % are below, and the longest. */
  record Spread(double median, double high, double longest) {
    static Spread of(double[] all, int length) {
      double[] sorted = Arrays.copyOf(all, length);
      Arrays.sort(sorted);
      return new Spread(sorted[length / 2], sorted[length * 99 / 100], sorted[length - 1]);
    }
  }

  private final Contestant server;
  private final Crowd crowd;
  private final Deque<Pair> parked = new ArrayDeque<>();
  private final Deque<Crowd.Client> free = new ArrayDeque<>();

  /** Whose request a client has sent. */
  private final Map<Crowd.Client, Pair> pairs = new HashMap<>();

  private double[] wake = new double[1_024];
  private double[] signal = new double[1_024];
  private int wakes;
  private int signals;

  Meetings(Contestant server) throws IOException {
    this.server = server;
    crowd = server.crowd();
    crowd.onAnswer(this::answered);
    for (Crowd.Client waiter : crowd.connect(PAIRS)) {
      Pair pair = new Pair(waiter, pairs.size());
      pairs.put(waiter, pair);
      park(pair);
    }
    free.addAll(crowd.connect(SIGNALLERS));
    crowd.readFor(500);
  }

  private void park(Pair pair) throws IOException {
    if (server.protocol().endsAnswers()) {
      pair.name = Measures.name();
      crowd.send(pair.waiter, server.protocol().wait(pair.name));
    } else if (pair.name.isEmpty()) {
      pair.name = "meeting" + pair.number;
      crowd.send(pair.waiter, server.protocol().wait(pair.name));
    } else {
      crowd.expectMore(pair.waiter); // What it waits with is told of every signal.
    }
    pair.parkedNanos = System.nanoTime();
    parked.add(pair);
  }

  /** Signals for the pair that is parked longest; false if there is none, or no signaller. */
  private boolean begin(long dueNanos) throws IOException {
    Pair pair = parked.peek();
    if (pair == null || free.isEmpty() || System.nanoTime() - pair.parkedNanos < TO_PARK_NANOS) {
      return false;
    }
    parked.remove();
    Crowd.Client signaller = free.remove();
    pairs.put(signaller, pair);
    pair.dueNanos = dueNanos;
    pair.open = 2;
    crowd.send(signaller, server.protocol().signal(pair.name));
    return true;
  }

  private void answered(Crowd.Client client) {
    Pair pair = pairs.get(client);
    if (pair == null || pair.open == 0) {
      throw new IllegalStateException("An answer without a signal");
    }
    double millis = (client.answeredNanos() - pair.dueNanos) / 1e6;
    if (client == pair.waiter) {
      wake = noted(wake, wakes++, millis);
    } else {
      signal = noted(signal, signals++, millis);
      pairs.remove(client);
      free.add(client);
    }
    pair.open--;
    try {
      if (pair.open == 0) {
        park(pair);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] noted(double[] all, int at, double one) {
    double[] room = at < all.length ? all : Arrays.copyOf(all, 2 * all.length);
    room[at] = one;
    return room;
  }

  private void forget() {
    wakes = 0;
    signals = 0;
  }

  /** How many meetings per second the server can do. */
  double perSecond(double seconds) throws IOException {
    forget();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      while (SIGNALLERS - free.size() < AT_MOST && begin(System.nanoTime())) {}
      crowd.readNow();
    }
    return signals / seconds;
  }

  /** Begins meetings at a fixed rate, however fast the server is, and reports their times. */
  Latencies at(double rate, double seconds) throws IOException {
    forget();
    long interval = (long) (1e9 / rate);
    long due = System.nanoTime();
    long end = due + (long) (seconds * 1e9);
    while (due < end) {
      // Spins, as a thread that sleeps is woken up to a millisecond late.
      while (due <= System.nanoTime() && begin(due)) {
        due += interval;
      }
      crowd.readNow();
    }
    crowd.readFor(500);
    int lost = signals - wakes;
    if (lost > 0) {
      System.err.println(server.name() + " lost " + lost + " of " + signals + " signals");
    }
    return new Latencies(Spread.of(wake, wakes), Spread.of(signal, signals));
  }

  @Override
  public void close() throws IOException {
    crowd.close();
  }
}
