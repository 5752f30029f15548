package io.github.webrendezvous.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class OneLineFormatterTest {
  private static LogRecord at(LocalDateTime time, String message) {
    LogRecord event = new LogRecord(Level.INFO, message);
    Instant instant = time.atZone(ZoneId.systemDefault()).toInstant();
    event.setInstant(instant);
    return event;
  }

  @Test
  void aLineHasTimeLevelAndMessage() {
    OneLineFormatter format = new OneLineFormatter();
    LocalDateTime noon = LocalDateTime.of(2026, 11, 25, 12, 0, 59);
    assertThat(format.format(at(noon.plusNanos(7_000_000), "signalled key=/a {0}")))
        .isEqualTo("2026-11-25T12:00:59.007 INFO signalled key=/a {0}\n");
    assertThat(format.format(at(noon.plusNanos(42_999_999), "b")))
        .isEqualTo("2026-11-25T12:00:59.042 INFO b\n");
    assertThat(format.format(at(noon.plusNanos(1_999_000_000), "c")))
        .isEqualTo("2026-11-25T12:01:00.999 INFO c\n");
  }

  @Test
  void aLineHasTheException() {
    LogRecord event = at(LocalDateTime.of(2026, 1, 1, 0, 0), "It broke");
    event.setThrown(new IllegalStateException("on purpose"));
    assertThat(new OneLineFormatter().format(event))
        .startsWith("2026-01-01T00:00:00.000 INFO It broke\n")
        .contains("java.lang.IllegalStateException: on purpose\n\tat ");
  }
}
