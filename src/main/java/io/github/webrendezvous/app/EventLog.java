package io.github.webrendezvous.app;

import io.github.webrendezvous.http.Json;
import io.github.webrendezvous.rendezvous.Event;
import io.github.webrendezvous.rendezvous.Journal;
import io.github.webrendezvous.settings.Durations;
import io.github.webrendezvous.stream.EventJson;
import io.github.webrendezvous.view.LimitWords;
import io.github.webrendezvous.view.Visible;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes the journal to the log, one line per event. Used by one thread at a time.
 *
 * <p>It sets the source of each record. Otherwise the formatters of Tomcat and of the JDK walk the
 * stack for each line, which doubles its cost.
 */
public final class EventLog implements Journal.Reader {
  /** The logger of all events, and of nothing else. */
  public static final String LOGGER = "io.github.webrendezvous";

  private static final Logger LOG = Logger.getLogger(LOGGER);

  /** Room for most lines, in characters. */
  private static final int USUAL_LENGTH = 96;

  private static final String SPEAKER = EventLog.class.getName();

  private final LongAdder missed = new LongAdder();

  private final boolean inJson;

  /**
   * @param inJson whether to write the lines as JSON
   */
  public EventLog(boolean inJson) {
    this.inJson = inJson;
  }

  /** How many events it has missed. Thread-safe. */
  public long missed() {
    return missed.sum();
  }

  @Override
  public void read(Event event) {
    if (LOG.isLoggable(Level.INFO)) {
      LOG.logp(Level.INFO, SPEAKER, "read", inJson ? jsonLine(event) : line(event));
    }
  }

  @Override
  public void missed(long events) {
    missed.add(events);
    LOG.logp(
        Level.WARNING,
        SPEAKER,
        "missed",
        events + " events were dropped: they came faster than the log could be written");
  }

  /** Flushes the log: a handler may write many lines at a time. */
  @Override
  public void batchRead() {
    for (Logger logger = LOG; logger != null; logger = logger.getParent()) {
      for (Handler handler : logger.getHandlers()) {
        handler.flush();
      }
      if (!logger.getUseParentHandlers()) {
        return;
      }
    }
  }

  /** {@code released key=/abc caller=172.18.0.3 after=1.204 s}. */
  public static String line(Event event) {
    StringBuilder line = new StringBuilder(USUAL_LENGTH).append(event.what().words());
    line.append(" key=").append(oneWord(event.path()));
    if (event.caller() != null) {
      line.append(" caller=").append(oneWord(event.caller().name()));
      if (event.caller().trace() != null) {
        line.append(" trace=").append(event.caller().trace());
      }
    }
    if (event.lasted() != null) {
      line.append(event.what() == Event.What.WAIT_BEGAN ? " timeout=" : " after=");
      line.append('"').append(Durations.format(event.lasted())).append('"');
    }
    String detail = LimitWords.detail(event);
    if (detail != null) {
      line.append(" detail=").append(quoted(detail));
    }
    return line.toString();
  }

  /** {@code {"event":"released","key":"/abc","caller":"172.18.0.3","after":1.204}}. */
  public static String jsonLine(Event event) {
    byte[] line = Json.line(json -> EventJson.write(event, json));
    return new String(line, StandardCharsets.UTF_8).stripTrailing();
  }

  private static String oneWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '=') {
        return quoted(text);
      }
    }
    return text;
  }

  /**
   * In quotes, with everything escaped that could end the line or the quotes, or mislead a reader.
   */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder to, int c) {
    if (Visible.isHidden(c)) {
      to.append(Visible.escape(c));
      return;
    }
    if (c == '"' || c == '\\') {
      to.append('\\');
    }
    to.appendCodePoint(c);
  }
}
