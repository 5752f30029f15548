package io.github.webrendezvous.rendezvous;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A target whose attempts end as the test says. Not thread-safe. */
public final class ScriptedTarget implements Target {
  /** A series of attempts. */
  static final class ScriptedWatch implements Watch {
    final Observer observer;
    int joined;
    boolean stopped;

    ScriptedWatch(Observer observer) {
      this.observer = observer;
    }

    void fails(String error) {
      observer.attemptBegan();
      observer.attemptEnded(Attempt.closed(error));
    }

    void succeeds() {
      ends(Attempt.succeeded());
    }

    void ends(Attempt attempt) {
      observer.attemptBegan();
      observer.attemptEnded(attempt);
    }

    @Override
    public void joined() {
      joined++;
    }

    @Override
    public Duration untilNext() {
      return Duration.ofMillis(1_400);
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  private final String path;

  /** All series, the newest last. */
  final List<ScriptedWatch> watches = new ArrayList<>();

  public ScriptedTarget(String path) {
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Watch watch(Observer observer) {
    ScriptedWatch watch = new ScriptedWatch(observer);
    watches.add(watch);
    return watch;
  }

  ScriptedWatch newest() {
    return watches.get(watches.size() - 1);
  }
}
