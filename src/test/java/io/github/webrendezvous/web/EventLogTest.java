package io.github.webrendezvous.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.webrendezvous.rendezvous.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final Logger logger = Logger.getLogger("io.github.webrendezvous");
  private final Records records = new Records();

  private static final class Records extends Handler {
    private final List<LogRecord> all = new ArrayList<>();

    @Override
    public void publish(LogRecord one) {
      all.add(one);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(records);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoLonger() {
    logger.removeHandler(records);
    logger.setUseParentHandlers(true);
  }

  private static Event released(String path, @Nullable String caller, @Nullable String detail) {
    Duration lasted = Duration.ofMillis(1_204);
    return new Event(1, Instant.EPOCH, Event.What.RELEASED, path, caller, lasted, detail);
  }

  @Test
  void everyLineNamesItsSpeakerSoThatNoFormatterWalksTheStackForIt() {
    EventLog log = new EventLog();
    log.write(released("/abc", "172.18.0.3", null));
    log.missed(7);

    // Asked for here, where the stack would show somebody else.
    for (LogRecord record : records.all) {
      assertEquals("io.github.webrendezvous.web.EventLog", record.getSourceClassName());
    }
    assertEquals(
        List.of("write", "missed"),
        records.all.stream().map(LogRecord::getSourceMethodName).toList());
    assertEquals(
        "released key=/abc caller=172.18.0.3 after=\"1.204 s\"", records.all.get(0).getMessage());
  }

  @Test
  void nothingThatSomebodySentEndsTheLineOrItsQuotes() {
    assertEquals(
        "released key=\"/a\\u000ab\" caller=\"x=\\\"y\\\"\" after=\"1.204 s\" detail=\"\\\\\\u2028\"",
        EventLog.line(released("/a\nb", "x=\"y\"", "\\\u2028")));
  }
}
