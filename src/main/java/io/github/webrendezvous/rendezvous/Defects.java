package io.github.webrendezvous.rendezvous;

import java.lang.System.Logger;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs exceptions that no task should throw, once for each place and class, so that threads that
 * serve others continue and the log does not fill up. Thread-safe.
 */
public final class Defects {
  private static final Logger LOG = System.getLogger(Defects.class.getName());

  /** A kind is a place in the code and a class of exception, so there are not many. */
  private static final int MOST_KINDS = 1_000;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * Logs an exception. Throws nothing itself.
   *
   * @param what went wrong, for the log; the same text each time
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
      // There is nowhere left to log it.
    }
  }

  /**
   * Logs that the heap is exhausted, every time, and returns its argument. Containers swallow this
   * error; a process that must end because of it finds it in the log.
   */
  public static OutOfMemoryError noted(OutOfMemoryError exhausted) {
    LOG.log(Logger.Level.ERROR, "Out of memory", exhausted);
    return exhausted;
  }

  /** Whether the heap is exhausted; the memory of a thread is not part of the heap. */
  public static boolean isOfTheHeap(Throwable thrown) {
    return thrown instanceof OutOfMemoryError
        && !String.valueOf(thrown.getMessage()).contains("native thread");
  }
}
