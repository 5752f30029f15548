package io.github.webrendezvous.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.rendezvous.Caller;
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
    private int flushes;

    @Override
    public void publish(LogRecord one) {
      all.add(one);
    }

    @Override
    public void flush() {
      flushes++;
    }

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
    Caller from = caller == null ? null : new Caller(caller);
    Event.Detail text = detail == null ? null : new Event.Text(detail);
    return new Event(1, Instant.EPOCH, Event.What.RELEASED, path, from, lasted, text);
  }

  @Test
  void aLineNamesTheTraceOfItsRequest() {
    Caller traced = new Caller("web-1", "4bf92f3577b34da6a3ce929d0e0e4736");
    Event event = new Event(1, Instant.EPOCH, Event.What.GONE, "/abc", traced, null, null);
    assertThat(EventLog.line(event))
        .isEqualTo("gone key=/abc caller=web-1 trace=4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(EventLog.jsonLine(event))
        .contains("\"caller\":\"web-1\",\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\"");
  }

  @Test
  void anEventCanBeAnObjectOfJson() {
    assertThat(EventLog.jsonLine(released("/a \"b\"\n", "172.18.0.3", "why")))
        .isEqualTo(
            "{\"event\":\"released\",\"key\":\"/a \\\"b\\\"\\n\",\"caller\":\"172.18.0.3\","
                + "\"after\":1.204,\"detail\":\"why\"}");
  }

  @Test
  void everyRecordHasItsSourceSet() {
    EventLog log = new EventLog(false);
    log.read(released("/abc", "172.18.0.3", null));
    log.missed(7);

    // Read here, where walking the stack would find another class.
    assertThat(records.all)
        .extracting(LogRecord::getSourceClassName)
        .containsOnly("io.github.webrendezvous.app.EventLog");
    assertThat(records.all)
        .extracting(LogRecord::getSourceMethodName)
        .containsExactly("read", "missed");
    assertThat(records.all.get(0).getMessage())
        .isEqualTo("released key=/abc caller=172.18.0.3 after=\"1.204 s\"");
  }

  @Test
  void handlersAreFlushedAfterABatch() {
    EventLog log = new EventLog(false);
    log.read(released("/abc", null, null));
    log.read(released("/def", null, null));
    assertThat(records.flushes).isZero();
    log.batchRead();
    assertThat(records.flushes).isEqualTo(1);
  }

  @Test
  void hostileTextCannotEndTheLineOrItsQuotes() {
    assertThat(EventLog.line(released("/a\nb", "x=\"y\"", "\\\u2028")))
        .isEqualTo(
            "released key=\"/a\\u000ab\" caller=\"x=\\\"y\\\"\" after=\"1.204 s\" detail=\"\\\\\\u2028\"");
  }
}
