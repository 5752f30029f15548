package io.github.webrendezvous.launch;

import io.github.webrendezvous.rendezvous.Defects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when the heap is exhausted: a server that continues would listen but not answer.
 * The flag -XX:+ExitOnOutOfMemoryError does the same, but users of {@code java -jar} would have to
 * add it. This class sees uncaught errors, and the errors that the server and the application log.
 * Thread-safe.
 */
final class ExitOnOutOfMemory extends Handler implements Thread.UncaughtExceptionHandler {
  /** The same as with the JVM's flag. */
  static final int EXIT_CODE = 3;

  private static final int MOST_CAUSES = 10;

  /** Ends the process with halt(); exit() runs hooks that need memory. */
  interface Halt {
    void halt(int exitCode);
  }

  private final Halt halt;

  ExitOnOutOfMemory(Halt halt) {
    this.halt = halt;
  }

  /** From now on the process ends like that. */
  static void install() {
    ExitOnOutOfMemory exit = new ExitOnOutOfMemory(Runtime.getRuntime()::halt);
    Thread.setDefaultUncaughtExceptionHandler(exit);
    Logger.getLogger("").addHandler(exit);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    endIfOutOfMemory(thrown);
    thrown.printStackTrace();
  }

  @Override
  public void publish(LogRecord event) {
    endIfOutOfMemory(event.getThrown());
  }

  private void endIfOutOfMemory(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (Defects.isOfTheHeap(cause)) {
        System.err.println(
            "web-rendezvous: out of memory: increase the heap (-Xmx) or lower maxWaits");
        halt.halt(EXIT_CODE);
        return;
      }
      cause = cause.getCause();
    }
  }

  @Override
  public void flush() {
    // Nothing is kept.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
