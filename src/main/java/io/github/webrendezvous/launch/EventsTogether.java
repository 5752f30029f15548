package io.github.webrendezvous.launch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.webrendezvous.app.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Writes the log, with one system call for the lines of many events. The JDK's ConsoleHandler makes
 * one for each line, which was a third of all system calls for a signal. Events are buffered until
 * the handler is flushed; {@link EventLog} does that after each batch. Other records are written at
 * once. Thread-safe.
 */
public final class EventsTogether extends Handler {
  /** The bytes of one write; a single line may be longer, and is never cut. */
  private static final int MOST_BYTES = 8 * 1_024;

  private final PrintStream out;
  private final Charset charset;

  @GuardedBy("this")
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(MOST_BYTES);

  /**
   * For the file logging.properties: writes to standard error in UTF-8, with the formatter that the
   * file gives to this class.
   *
   * @throws ReflectiveOperationException if there is no such formatter
   */
  public EventsTogether() throws ReflectiveOperationException {
    this(System.err, StandardCharsets.UTF_8, configuredFormatter());
  }

  private static Formatter configuredFormatter() throws ReflectiveOperationException {
    String property = EventsTogether.class.getName() + ".formatter";
    String named = LogManager.getLogManager().getProperty(property);
    return named == null
        ? new SimpleFormatter()
        : Class.forName(named, true, ClassLoader.getSystemClassLoader())
            .asSubclass(Formatter.class)
            .getConstructor()
            .newInstance();
  }

  EventsTogether(PrintStream out, Charset charset, Formatter formatter) {
    this.out = out;
    this.charset = charset;
    setFormatter(formatter);
  }

  @Override
  public synchronized void publish(LogRecord said) {
    if (!isLoggable(said)) {
      return;
    }
    byte[] line;
    try {
      line = getFormatter().format(said).getBytes(charset);
    } catch (RuntimeException e) {
      reportError(null, e, ErrorManager.FORMAT_FAILURE);
      return;
    }
    if (held.size() + line.length > MOST_BYTES) {
      flush();
    }
    held.writeBytes(line);
    if (!isEvent(said)) {
      flush();
    }
  }

  private static boolean isEvent(LogRecord said) {
    return EventLog.LOGGER.equals(said.getLoggerName()) && said.getLevel().equals(Level.INFO);
  }

  @Override
  public synchronized void flush() {
    if (held.size() == 0) {
      return;
    }
    try {
      held.writeTo(out);
      out.flush();
    } catch (IOException e) {
      reportError(null, e, ErrorManager.WRITE_FAILURE);
    }
    held.reset();
  }

  /** Writes the buffer; the stream of the process stays open. */
  @Override
  public void close() {
    flush();
  }
}
