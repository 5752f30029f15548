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
 * Pairs of a parked wait and its signal, as many as the server can handle, or at a fixed rate. Not
 * thread-safe.
 */
final class Meetings implements Closeable {
  private static final int PAIRS = 2_000;

  /** The most signals without a response. */
  private static final int SIGNALLERS = 64;

  /** The number of signals without a response at full load. */
  private static final int AT_MOST = 16;

  /** After this time a wait is parked; some servers lose earlier signals. */
  private static final long TO_PARK_NANOS = 20_000_000;

  /** A wait, and the measurement of its pair. */
  private static final class Pair {
    final Crowd.Client waiter;
    final int number;
    String name = "";
    long parkedNanos;
    long dueNanos;

    /** How many of its two requests have no response yet. */
    int open;

    Pair(Crowd.Client waiter, int number) {
      this.waiter = waiter;
      this.number = number;
    }
  }

  /**
   * The times of pairs, in ms. Each time starts when the signal is due, even if it is sent later,
   * so that a slow server also counts when it delays the generator (coordinated omission).
   *
   * @param rate the number of signals per second
   * @param wake until the response of the wait
   * @param signal until the response of the signal
   */
  record Latencies(double rate, Spread wake, Spread signal) {}

  /** Of many times, in ms: the median, the 99th percentile and the maximum. */
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
      crowd.expectMore(pair.waiter); // The wait gets every signal.
    }
    pair.parkedNanos = System.nanoTime();
    parked.add(pair);
  }

  /** Signals for the oldest parked wait; false if there is none, or no free signaller. */
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

  /** The maximum rate of pairs per second. */
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

  /** Starts pairs at a fixed rate, however fast the server is, and reports their times. */
  Latencies at(double rate, double seconds) throws IOException {
    forget();
    long interval = (long) (1e9 / rate);
    long due = System.nanoTime();
    long end = due + (long) (seconds * 1e9);
    while (due < end) {
      // Spins, as a sleeping thread is woken up to a millisecond late.
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
    return new Latencies(rate, Spread.of(wake, wakes), Spread.of(signal, signals));
  }

  @Override
  public void close() throws IOException {
    crowd.close();
  }
}
