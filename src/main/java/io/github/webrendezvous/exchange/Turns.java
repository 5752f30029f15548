package io.github.webrendezvous.exchange;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread at a time call the container for one response. No lock is held meanwhile: a
 * thread that comes during another one's turn goes on, and the other one works for it as well.
 *
 * <p>A container may use its objects for the next request as soon as the callback that reports the
 * end of a request has returned, even if a thread of ours is still inside one of their methods.
 * Tomcat's {@code AbstractProcessor.action} stores the error of a flush only after it has started
 * that callback on another thread: the error would be reported to the next client. So each such
 * callback must {@link #close} the turns. Thread-safe.
 */
public final class Turns {
  private static final AtomicIntegerFieldUpdater<Turns> ASKED =
      AtomicIntegerFieldUpdater.newUpdater(Turns.class, "asked");

  /** Far longer than a call of the container that does not block. */
  private static final Duration TO_LEAVE = Duration.ofSeconds(5);

  /** What is done in a turn; must not block. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /** The number of threads that have come since the current turn began, the first included. */
  @SuppressWarnings("unused") // Used by ASKED.
  private volatile int asked;

  private volatile boolean closed;

  /** The thread that has the turn; null if there is none. Written by that thread. */
  private volatile @Nullable Thread working;

  /**
   * Does the work, and repeats it if other threads come meanwhile. If another thread has the turn,
   * that one repeats its own work instead. Work that fails is the last.
   *
   * @param whenFailed what to do in the same turn if the work fails
   * @return false, and nothing is done, after {@link #close}
   */
  @CanIgnoreReturnValue
  public boolean take(Work work, Runnable whenFailed) throws IOException {
    if (ASKED.getAndIncrement(this) == 0) {
      int seen = 1;
      while (seen > 0) {
        work(work, whenFailed);
        seen = ASKED.addAndGet(this, -seen);
      }
    }
    return !closed;
  }

  private void work(Work work, Runnable whenFailed) throws IOException {
    boolean done = false;
    working = Thread.currentThread();
    try {
      // A thread that closes the turns after this line finds this thread.
      if (!closed) {
        work.run();
      }
      done = true;
    } finally {
      try {
        if (!done) {
          closed = true;
          whenFailed.run();
        }
      } finally {
        working = null;
        if (closed) {
          tellThatNoneWorks();
        }
      }
    }
  }

  private synchronized void tellThatNoneWorks() {
    notifyAll();
  }

  /**
   * Lets no turn begin from now on, and returns when the current one has ended, unless it is this
   * thread's own.
   */
  public void close() {
    closed = true;
    Thread other = working;
    if (other != null && other != Thread.currentThread()) {
      awaitNone();
    }
  }

  private synchronized void awaitNone() {
    long end = System.nanoTime() + TO_LEAVE.toNanos();
    try {
      for (long left = TO_LEAVE.toNanos();
          working != null && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
