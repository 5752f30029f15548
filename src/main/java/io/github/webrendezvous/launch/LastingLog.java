package io.github.webrendezvous.launch;

import java.util.logging.LogManager;

/**
 * The JDK's log manager, which closes the log as soon as the process is told to end; while a server
 * runs, this one leaves that to the server, which still logs during its stop. Public, as the JDK
 * creates it. Thread-safe.
 */
public final class LastingLog extends LogManager {
  /** Whether a server runs that will close the log. */
  private volatile boolean serving;

  /**
   * From now on the log stays open until {@link #close}, unless another log manager is configured.
   */
  static void keepOpen() {
    if (getLogManager() instanceof LastingLog log) {
      log.serving = true;
    }
  }

  /** Closes the log, at the end of the process. */
  static void close() {
    if (getLogManager() instanceof LastingLog log) {
      log.serving = false;
      log.reset();
    }
  }

  @Override
  public void reset() {
    if (!serving) {
      super.reset();
    }
  }
}
