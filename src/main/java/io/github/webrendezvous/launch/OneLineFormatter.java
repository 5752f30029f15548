package io.github.webrendezvous.launch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One line for each record: time, level, message. The JDK's own formatter writes two lines, looks
 * for the caller, and is slower. Thread-safe.
 */
final class OneLineFormatter extends Formatter {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneId.systemDefault());

  /** A formatted second. */
  private record Second(long number, String written) {}

  /** The last one: most lines have the same second as the line before. */
  private volatile Second second = new Second(Long.MIN_VALUE, "");

  @Override
  public String format(LogRecord event) {
    Instant at = event.getInstant();
    Second known = second;
    if (known.number() != at.getEpochSecond()) {
      known = new Second(at.getEpochSecond(), TO_THE_SECOND.format(at));
      second = known;
    }
    StringBuilder line = new StringBuilder(160).append(known.written()).append('.');
    int millis = at.getNano() / 1_000_000;
    line.append(millis < 10 ? "00" : millis < 100 ? "0" : "").append(millis).append(' ');
    line.append(event.getLevel().getName()).append(' ').append(formatMessage(event)).append('\n');
    if (event.getThrown() != null) {
      StringWriter trace = new StringWriter();
      event.getThrown().printStackTrace(new PrintWriter(trace));
      line.append(trace);
    }
    return line.toString();
  }
}
