package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paces of targets that did not succeed, by path, until a while after the last attempt.
 * Thread-safe.
 */
final class Paces {
  /** A wait that begins later than that after the last attempt starts with short pauses again. */
  static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final int most;

  /** In the order in which they were last used. */
  @GuardedBy("this")
  private final Map<String, Pace> byPath = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most the most paces that are kept; the least recently used is removed first
   */
  Paces(int most) {
    this.most = most;
  }

  /** The pace of a target that is about to be probed. */
  synchronized Pace of(String path, long nowNanos) {
    Pace pace = byPath.get(path);
    if (pace == null || isOver(pace, nowNanos)) {
      pace = new Pace(nowNanos);
      byPath.put(path, pace);
    }
    forgetOld(nowNanos);
    return pace;
  }

  /** The target has succeeded; the next wait for it starts with short pauses again. */
  synchronized void forget(String path) {
    byPath.remove(path);
  }

  @GuardedBy("this")
  private void forgetOld(long nowNanos) {
    Iterator<Pace> oldest = byPath.values().iterator();
    while (oldest.hasNext() && (isOver(oldest.next(), nowNanos) || byPath.size() > most)) {
      oldest.remove();
    }
  }

  private static boolean isOver(Pace pace, long nowNanos) {
    return pace.idle(nowNanos).compareTo(REMEMBERED) > 0;
  }

  synchronized int size() {
    return byPath.size();
  }
}
