package io.github.webrendezvous.launch;

import io.github.webrendezvous.app.EventLog;
import io.github.webrendezvous.http.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One line of JSON for each record; the members of an event are those of its message. */
final class JsonFormatter extends Formatter {
  @Override
  public String format(LogRecord said) {
    String message = formatMessage(said);
    boolean isEvent = EventLog.LOGGER.equals(said.getLoggerName()) && message.startsWith("{");
    String line =
        text(
            Json.line(
                json -> {
                  json.writeStringProperty("time", said.getInstant().toString());
                  json.writeStringProperty("level", said.getLevel().getName());
                  if (!isEvent) {
                    json.writeStringProperty("logger", String.valueOf(said.getLoggerName()));
                    json.writeStringProperty("message", message);
                  }
                  if (said.getThrown() != null) {
                    StringWriter trace = new StringWriter();
                    said.getThrown().printStackTrace(new PrintWriter(trace));
                    json.writeStringProperty("exception", trace.toString());
                  }
                }));
    return isEvent ? line.replaceFirst("}\n$", ",") + message.substring(1) + "\n" : line;
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }
}
