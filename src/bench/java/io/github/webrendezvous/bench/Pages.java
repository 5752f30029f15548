package io.github.webrendezvous.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The home page, open in many browsers: each follows the changes, and fetches the page once a
 * second, as the script of the page does while something changes. On a thread of its own.
 */
final class Pages implements Closeable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<Double> fetching;
  private volatile boolean closed;

  Pages(Contestant of, int many) {
    fetching = thread.submit(() -> fetch(of, many));
  }

  private double fetch(Contestant of, int many) throws IOException {
    try (Crowd crowd = of.crowd()) {
      for (Crowd.Client stream : crowd.connect(many)) {
        crowd.follow(stream, of.protocol().changes());
      }
      Deque<Crowd.Client> idle = new ArrayDeque<>(crowd.connect(many));
      long[] fetched = {0};
      crowd.onAnswer(
          client -> {
            fetched[0]++;
            idle.add(client);
          });
      long start = System.nanoTime();
      long due = start;
      while (!closed) {
        crowd.readFor(1);
        while (due <= System.nanoTime()) {
          Crowd.Client next = idle.poll();
          if (next != null) { // Otherwise each of them still waits for its last page.
            crowd.send(next, of.protocol().page());
          }
          due += 1_000_000_000L / many;
        }
      }
      return fetched[0] / ((System.nanoTime() - start) / 1e9);
    }
  }

  /** Closes them, and returns how many times per second the page was fetched. */
  double end() throws IOException {
    closed = true;
    try {
      return fetching.get();
    } catch (ExecutionException e) {
      throw new IOException("The page was not sent", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    } finally {
      thread.shutdownNow();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
  }
}
