package io.github.webrendezvous.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The time from the start of a process to its first 200. */
final class Startup {
  /** Starts a contestant. */
  interface Start {
    Contestant run() throws IOException;
  }

  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Startup() {}

  /** The median from the start to the first response, in ms. */
  static double millis(Start start, int rounds) throws IOException {
    double[] took = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long before = System.nanoTime();
      try (Contestant started = start.run()) {
        getHome(started);
        took[i] = (System.nanoTime() - before) / 1e6;
      }
    }
    return Measures.median(took);
  }

  /** Makes a class-data archive, as in docs/install.md. */
  static Path archive() throws IOException {
    Path archive = Files.createDirectories(Path.of("target/bench")).resolve("ours.jsa");
    Files.deleteIfExists(archive);
    try (Contestant once = Contestant.ours("-XX:ArchiveClassesAtExit=" + archive)) {
      getHome(once);
    }
    return archive;
  }

  /** Returns as soon as a GET of the home page is answered with 200. */
  static void awaitHome(int port) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end) {
      // Docker's proxy accepts the connection before the server listens, and drops it.
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(Protocol.HTTP.home());
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        if (new String(status, StandardCharsets.US_ASCII).endsWith(" 200")) {
          return;
        }
      } catch (IOException e) {
        Contestant.pause(2);
      }
    }
    throw new IOException("The home page is not answered");
  }

  private static void getHome(Contestant from) throws IOException {
    try (Crowd crowd = from.crowd()) {
      crowd.send(crowd.connect(1).get(0), from.protocol().home());
      crowd.readUntilLeft(0);
    }
  }
}
