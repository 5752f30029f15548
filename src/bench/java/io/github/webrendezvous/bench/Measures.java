package io.github.webrendezvous.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measurements of a server from outside; every name is used once. */
final class Measures {
  private Measures() {}

  /**
   * The start differs between runs, as a running server remembers signals: it is the time in
   * microseconds, which grows faster than any server can use names.
   */
  private static long names = System.nanoTime() / 1_000;

  /** One of a thousand keys, so that the server does not have to forget signals all the time. */
  private static String signalled() {
    return "signalled" + names++ % 1_000;
  }

  static String name() {
    return "bench" + names++;
  }

  /** The idle time before a signal, for a warm server. */
  static final long WARM = 2;

  /** The same, for a server that was idle. */
  static final long IDLE = 1_000;

  /**
   * Repeats a wait and the signal that ends it: from signal to response, in ms.
   *
   * @param quietMillis the idle time before each signal
   */
  static Meetings.Spread wakeMillis(Contestant of, int rounds, long quietMillis)
      throws IOException {
    return wakeMillis(of, of, rounds, quietMillis);
  }

  /** The same, with the wait at one server and the signal at another. */
  static Meetings.Spread wakeMillis(
      Contestant waiting, Contestant signalling, int rounds, long quietMillis) throws IOException {
    double[] took = new double[rounds];
    try (Crowd waits = waiting.crowd();
        Crowd signals = signalling.crowd()) {
      Crowd.Client waiter = waits.connect(1).get(0);
      Crowd.Client signaller = signals.connect(1).get(0);
      for (int i = 0; i < rounds; i++) {
        String name = name();
        if (!waiting.protocol().endsAnswers()) {
          waits.disconnect(List.of(waiter));
          waiter = waits.connect(1).get(0);
        }
        waits.send(waiter, waiting.protocol().wait(name));
        // Until the wait is parked and the server is idle; with a cold server, that takes longer.
        waits.readFor(i < 50 ? Math.max(25, quietMillis) : quietMillis);
        long sent = System.nanoTime();
        signals.send(signaller, signalling.protocol().signal(name));
        while (!waits.readAllWithin(500)) {
          // It was signalled before it was parked, and this server does not keep signals.
          signals.readUntilLeft(0);
          sent = System.nanoTime();
          signals.send(signaller, signalling.protocol().signal(name));
          System.err.println(waiting.name() + " was too slow to park, in round " + i);
        }
        signals.readUntilLeft(0);
        took[i] = (waiter.answeredNanos() - sent) / 1e6;
      }
    }
    return Meetings.Spread.of(took, rounds);
  }

  /**
   * The times of one signal for many waits.
   *
   * @param signalMillis until its own response
   * @param lastMillis until the last response
   */
  record Release(double signalMillis, double lastMillis) {}

  /** Repeats one signal for many waits; medians. */
  static Release releaseMillis(Contestant of, int waiters, int rounds) throws IOException {
    double[] signal = new double[rounds];
    double[] last = new double[rounds];
    // On its own thread, as the signaller is another program.
    ExecutorService signaller = Executors.newSingleThreadExecutor();
    try (Crowd crowd = of.crowd();
        Crowd signals = of.crowd()) {
      Crowd.Client signalling = signals.connect(1).get(0);
      List<Crowd.Client> clients = crowd.connect(waiters);
      for (int i = 0; i < rounds; i++) {
        String name = name();
        if (i > 0 && !of.protocol().endsAnswers()) {
          crowd.disconnect(clients);
          clients = crowd.connect(waiters);
        }
        for (Crowd.Client client : clients) {
          crowd.send(client, of.protocol().wait(name));
        }
        crowd.readFor(100);
        of.awaitQuiet();

        if (crowd.waiting() != waiters) {
          throw new IOException("Only " + crowd.waiting() + " of " + waiters + " are parked");
        }
        long sent = System.nanoTime();
        Future<Long> answered =
            signaller.submit(
                () -> {
                  for (int n = 0; n < of.signalsFor(waiters); n++) {
                    signals.send(signalling, of.protocol().signal(name));
                    signals.readUntilLeft(0);
                  }
                  return signalling.answeredNanos();
                });
        crowd.readUntilLeft(0);
        signal[i] = (answered.get() - sent) / 1e6;
        long end = clients.stream().mapToLong(Crowd.Client::answeredNanos).max().orElseThrow();
        last[i] = (end - sent) / 1e6;
      }
    } catch (ExecutionException e) {
      throw new IOException("The signal was not answered", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    } finally {
      signaller.shutdownNow();
    }
    return new Release(median(signal), median(last));
  }

  /** Signals per second, each connection sending one after the other. */
  static double signalsPerSecond(Contestant of, int connections, double seconds)
      throws IOException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return signal(of, connections, (sent, now) -> now < end);
  }

  /** Sends this many signals; each connection sends the next after the response. */
  static void signal(Contestant of, int connections, int many) throws IOException {
    signal(of, connections, (sent, now) -> sent < many);
  }

  /** Whether to send another signal, given the number of signals and the time. */
  private interface More {
    boolean after(long sent, long nowNanos);
  }

  private static double signal(Contestant of, int connections, More more) throws IOException {
    try (Crowd crowd = of.crowd()) {
      long[] sent = {0};
      crowd.onAnswer(
          client -> {
            try {
              if (more.after(sent[0], client.answeredNanos())) {
                sent[0]++;
                crowd.send(client, of.protocol().signal(signalled()));
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      long start = System.nanoTime();
      for (Crowd.Client client : crowd.connect(connections)) {
        sent[0]++;
        crowd.send(client, of.protocol().signal(signalled()));
      }
      crowd.readUntilLeft(0);
      return sent[0] / ((System.nanoTime() - start) / 1e9);
    }
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
