package io.github.webrendezvous.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two nodes that share a PostgreSQL, and other servers that keep signals on the disk. */
final class Stored implements Closeable {
  /**
   * The measurements of one server in one turn.
   *
   * @param alone signals per second of one connection
   * @param few the same of 16
   * @param many the same of 256
   * @param wake from a signal to the response of its wait
   */
  record Speed(double alone, double few, double many, Meetings.Spread wake) {}

  private final EmbeddedPostgres database;

  /** All servers; the first two share the database. */
  private final List<Contestant> all = new ArrayList<>();

  private Stored(EmbeddedPostgres database) {
    this.database = database;
  }

  static Stored start() throws IOException {
    Stored stored =
        new Stored(
            EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .start());
    try {
      String url =
          "postgres://postgres@127.0.0.1:"
              + stored.database.getPort()
              + "/postgres?sslmode=disable";
      stored.all.add(Contestant.stored("store-1", url, "-Xmx512m"));
      stored.all.add(Contestant.stored("store-2", url, "-Xmx512m"));
      Contestant.addInstalled(stored.all, Contestant::durableRedis, Contestant::etcd);
      return stored;
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  /** Measures each server once, by its name; the two nodes together, as the first of them. */
  Map<String, Speed> turn(int wakes, double seconds) throws IOException {
    Map<String, Speed> speeds = new LinkedHashMap<>();
    speeds.put(all.get(0).name(), speed(all.get(1), all.get(0), wakes, seconds));
    for (Contestant other : all.subList(2, all.size())) {
      speeds.put(other.name(), speed(other, other, wakes, seconds));
    }
    return speeds;
  }

  private static Speed speed(Contestant waiting, Contestant signalled, int wakes, double seconds)
      throws IOException {
    signalled.awaitQuiet();
    Meetings.Spread wake = Measures.wakeMillis(waiting, signalled, wakes, Measures.WARM);
    return new Speed(
        Measures.signalsPerSecond(signalled, 1, seconds),
        Measures.signalsPerSecond(signalled, 16, seconds),
        Measures.signalsPerSecond(signalled, 256, seconds),
        wake);
  }

  @Override
  public void close() throws IOException {
    all.forEach(Contestant::close);
    database.close();
  }
}
