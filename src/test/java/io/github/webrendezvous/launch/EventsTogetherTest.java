package io.github.webrendezvous.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webrendezvous.app.EventLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class EventsTogetherTest {
  /** Records the write calls. */
  private static final class Calls extends OutputStream {
    final List<String> all = new ArrayList<>();

    @Override
    public void write(int one) {
      throw new AssertionError("a call for each byte");
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      byte[] written = Arrays.copyOfRange(bytes, from, from + length);
      all.add(new String(written, StandardCharsets.UTF_8));
    }
  }

  private static final class Plain extends Formatter {
    @Override
    public String format(LogRecord said) {
      return said.getMessage() + "\n";
    }
  }

  private final Calls calls = new Calls();
  private final EventsTogether log =
      new EventsTogether(new PrintStream(calls, true), StandardCharsets.UTF_8, new Plain());

  private void say(String logger, Level level, String message) {
    LogRecord said = new LogRecord(level, message);
    said.setLoggerName(logger);
    log.publish(said);
  }

  private void event(String message) {
    say(EventLog.LOGGER, Level.INFO, message);
  }

  @Test
  void aBatchOfEventsIsOneWrite() {
    for (int i = 0; i < 100; i++) {
      event("signalled key=/kä" + i);
    }
    assertThat(calls.all).isEmpty();
    log.flush();
    assertThat(calls.all).hasSize(1);
    assertThat(calls.all.get(0).lines()).hasSize(100).endsWith("signalled key=/kä99");
    log.flush();
    assertThat(calls.all).as("nothing is left").hasSize(1);
  }

  @Test
  void everythingElseIsWrittenAtOnceAndInOrder() {
    event("signalled key=/abc");
    say("org.eclipse.jetty", Level.WARNING, "too many connections");
    assertThat(calls.all).containsExactly("signalled key=/abc\ntoo many connections\n");
    say(EventLog.LOGGER, Level.WARNING, "7 events are missing here");
    assertThat(calls.all).hasSize(2);
    say("io.github.webrendezvous.launch.EmbeddedServer", Level.INFO, "listening on port 8080");
    assertThat(calls.all).hasSize(3);
  }

  @Test
  void theBufferIsLimitedAndNoLineIsCut() {
    String key = "signalled key=/" + "k".repeat(100);
    for (int i = 0; i < 1_000; i++) {
      event(key);
    }
    log.close();
    assertThat(calls.all).hasSizeBetween(14, 20).allMatch(call -> call.startsWith("signalled"));
    assertThat(String.join("", calls.all).lines()).hasSize(1_000).containsOnly(key);
  }

  @Test
  void recordsBelowTheLevelAreNotWritten() {
    log.setLevel(Level.WARNING);
    event("signalled key=/abc");
    log.flush();
    assertThat(calls.all).isEmpty();
  }
}
