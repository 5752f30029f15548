package io.github.webrendezvous.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Defects;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocking calls, so that calls that hang do not delay others: a call counts as stuck after a
 * tenth of a second, stuck calls do not count towards the limit of running calls, and if too many
 * are stuck, the one that has been stuck for longest is ended. Thread-safe.
 */
public final class BlockingCalls {
  /** A healthy server on the same network responds much faster. */
  static final Duration STUCK_AFTER = Duration.ofMillis(100);

  /** A call that another thread can end. */
  interface Call extends Runnable {
    /** Ends the call soon; on any thread, any number of times. */
    void cutShort();

    /** The call never runs, as no thread could be started. */
    default void notRun(Throwable why) {
      cutShort();
    }
  }

  private final Clock clock;
  private final Defects defects = new Defects();
  private final Executor threads;
  private final int mostFresh;
  private final int mostStuck;

  /** The number of running calls that are not stuck. */
  @GuardedBy("this")
  private int fresh;

  /** The stuck calls, the one that has been stuck for longest first. */
  @GuardedBy("this")
  private final Set<Running> stuck = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Queue<Call> queue = new ArrayDeque<>();

  /**
   * @param threads starts a thread for each call, up to the sum of both limits
   * @param mostFresh the most calls that run at the same time, apart from stuck ones
   * @param mostStuck the most calls that may be stuck
   */
  public BlockingCalls(Clock clock, Executor threads, int mostFresh, int mostStuck) {
    this.clock = clock;
    this.threads = threads;
    this.mostFresh = mostFresh;
    this.mostStuck = mostStuck;
  }

  void run(Call call) {
    synchronized (this) {
      queue.add(call);
    }
    startNext();
  }

  /** Starts calls up to the limit; without the lock, as a call is told if it finds no thread. */
  private void startNext() {
    for (Running next = takeNext(); next != null; next = takeNext()) {
      try {
        threads.execute(next);
      } catch (Throwable e) { // There may be no memory for a thread.
        leave(next);
        next.call.notRun(e);
      }
    }
  }

  private synchronized @Nullable Running takeNext() {
    if (queue.isEmpty() || fresh >= mostFresh || stuck.size() > mostStuck) {
      return null;
    }
    fresh++;
    Running running = new Running(queue.remove());
    running.timer = clock.after(STUCK_AFTER, () -> becameStuck(running));
    return running;
  }

  private void becameStuck(Running running) {
    Running longest;
    synchronized (this) {
      if (running.ended) {
        return;
      }
      fresh--;
      stuck.add(running);
      longest = stuck.size() > mostStuck ? nextToGiveWay() : null;
    }
    startNext();
    if (longest != null) {
      longest.call.cutShort();
    }
  }

  /**
   * The call that has been stuck for longest and was not ended before; a call takes a moment to
   * end.
   */
  @GuardedBy("this")
  private @Nullable Running nextToGiveWay() {
    for (Running candidate : stuck) {
      if (!candidate.givesWay) {
        candidate.givesWay = true;
        return candidate;
      }
    }
    return null;
  }

  private void ended(Running running) {
    leave(running);
    startNext();
  }

  private synchronized void leave(Running running) {
    running.ended = true;
    if (running.timer != null) {
      running.timer.cancel();
    }
    if (!stuck.remove(running)) {
      fresh--;
    }
  }

  /** One call on its thread; its other fields are guarded by the outer object. */
  private final class Running implements Runnable {
    private final Call call;
    private Clock.@Nullable Task timer;
    private boolean ended;
    private boolean givesWay;

    Running(Call call) {
      this.call = call;
    }

    @Override
    public void run() {
      try {
        call.run();
      } catch (Throwable e) { // The thread may be needed by the next call.
        defects.caught("A blocking call failed", e);
      } finally {
        ended(this);
      }
    }
  }
}
