package io.github.webrendezvous.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How soon an open port is noticed. */
final class Probes {
  private Probes() {}

  /**
   * What was seen.
   *
   * @param waitedMillis from the first request until the port opened
   * @param millis from then until the last answer
   * @param connections that the port has seen
   */
  record Detection(double waitedMillis, double millis, int connections) {}

  /** Waits for one port that opens after a while. */
  static Detection detect(Contestant of, int waits, long closedMillis) throws IOException {
    int port = Contestant.freePort();
    try (Crowd crowd = of.crowd()) {
      long start = System.nanoTime();
      for (Crowd.Client client : crowd.connect(waits)) {
        crowd.send(client, of.protocol().wait("_port/127.0.0.1/" + port + "?timeout=60"));
      }
      crowd.readFor(closedMillis);
      if (crowd.waiting() != waits) {
        throw new IOException("Only " + crowd.waiting() + " wait for the port");
      }
      AtomicInteger accepted = new AtomicInteger();
      double waited;
      double took;
      try (ServerSocket opened = new ServerSocket(port)) {
        long open = System.nanoTime();
        waited = (open - start) / 1e6;
        new Thread(() -> accept(opened, accepted)).start();
        crowd.readUntilLeft(0);
        took = (System.nanoTime() - open) / 1e6;
      }
      return new Detection(waited, took, accepted.get());
    }
  }

  /** Counts who connects, until the port is closed. */
  private static void accept(ServerSocket at, AtomicInteger accepted) {
    try {
      while (true) {
        at.accept().close();
        accepted.incrementAndGet();
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  /** Addresses of this machine that never respond, with a wait for each. */
  static final class BlackHoles implements Closeable {
    private final ServerSocket full;
    private final List<SocketChannel> fillers = new ArrayList<>();
    private final Crowd crowd;

    BlackHoles(Contestant of, int many) throws IOException {
      // The queue is full and nobody accepts, so further connections are silently dropped.
      full = new ServerSocket(0, 1);
      for (int i = 0; i < 4; i++) {
        SocketChannel filler = SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()));
        fillers.add(filler);
      }
      crowd = of.crowd();
      List<Crowd.Client> clients = crowd.connect(many);
      for (int i = 0; i < many; i++) {
        String target = "_port/127.1." + i / 250 + "." + (i % 250 + 1) + "/" + full.getLocalPort();
        crowd.send(clients.get(i), of.protocol().wait(target + "?timeout=600"));
      }
      crowd.readFor(3_000);
      if (crowd.waiting() != many) {
        throw new IOException("Only " + crowd.waiting() + " of " + many + " holes are black");
      }
    }

    int many() {
      return crowd.waiting();
    }

    @Override
    public void close() throws IOException {
      crowd.close();
      for (SocketChannel filler : fillers) {
        filler.close();
      }
      full.close();
    }
  }
}
