package io.github.webrendezvous.rendezvous;

import java.lang.System.Logger;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs what no task should throw, once for each place and class of it: a thread that serves others
 * goes on, and the log is not filled. Thread-safe.
 */
public final class Defects {
  private static final Logger LOG = System.getLogger(Defects.class.getName());

  /** There are as many kinds as there are places in the code and classes of errors: not many. */
  private static final int MOST_KINDS = 1_000;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * Takes note of what was thrown. Throws nothing itself.
   *
   * @param what went wrong, as the log is to say it; the same text each time
   */
  public void caught(String what, Throwable thrown) {
    try {
      if (thrown instanceof OutOfMemoryError exhausted && isOfTheHeap(exhausted)) {
        noted(exhausted);
        return;
      }
      if (logged.size() < MOST_KINDS && logged.add(what + thrown.getClass().getName())) {
        LOG.log(Logger.Level.WARNING, what + "; more of this kind is not logged", thrown);
      }
    } catch (Throwable loggingFailed) {
      // There is nowhere left to say it.
    }
  }

  /**
   * Logs that the heap is exhausted, every time, and returns its argument. Containers swallow this
   * error; a process that must end on it finds it in the log.
   */
  public static OutOfMemoryError noted(OutOfMemoryError exhausted) {
    LOG.log(Logger.Level.ERROR, "Out of memory", exhausted);
    return exhausted;
  }

  /** Whether the heap is exhausted; the memory for a thread, which may lack, is not of the heap. */
  public static boolean isOfTheHeap(Throwable thrown) {
    return thrown instanceof OutOfMemoryError
        && !String.valueOf(thrown.getMessage()).contains("native thread");
  }
}
