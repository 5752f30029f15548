package io.github.webrendezvous.rendezvous;

import java.util.ArrayList;
import java.util.List;

/** A target of which the test says how the attempts end. Not thread-safe. */
final class PlayedTarget implements Target {
  /** A series of attempts. */
  static final class PlayedWatch implements Watch {
    final Observer observer;
    int joined;
    boolean stopped;

    PlayedWatch(Observer observer) {
      this.observer = observer;
    }

    void fails(String error) {
      observer.attemptBegan();
      observer.attemptEnded(Attempt.closed(error));
    }

    void succeeds() {
      observer.attemptBegan();
      observer.attemptEnded(Attempt.succeeded());
    }

    @Override
    public void joined() {
      joined++;
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  private final String path;

  /** Every series that there was, the newest last. */
  final List<PlayedWatch> watches = new ArrayList<>();

  PlayedTarget(String path) {
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Watch watch(Observer observer) {
    PlayedWatch watch = new PlayedWatch(observer);
    watches.add(watch);
    return watch;
  }

  PlayedWatch newest() {
    return watches.get(watches.size() - 1);
  }
}
