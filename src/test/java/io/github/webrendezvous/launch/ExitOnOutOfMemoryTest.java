package io.github.webrendezvous.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ExitOnOutOfMemoryTest {
  private final List<Integer> exits = new ArrayList<>();
  private final ExitOnOutOfMemory exit = new ExitOnOutOfMemory(exits::add);

  private void log(Throwable thrown) {
    LogRecord event = new LogRecord(Level.WARNING, "broken on purpose");
    event.setThrown(thrown);
    exit.publish(event);
  }

  @Test
  void aLoggedOutOfMemoryErrorEndsTheProcess() {
    log(new IllegalStateException(new OutOfMemoryError("Java heap space")));
    assertThat(exits).containsExactly(ExitOnOutOfMemory.EXIT_CODE);
  }

  @Test
  void otherErrorsDoNot() {
    log(new IllegalStateException("broken on purpose"));
    log(new OutOfMemoryError("unable to create native thread: possibly out of memory"));
    exit.publish(new LogRecord(Level.INFO, "signalled key=/abc"));
    assertThat(exits).isEmpty();
  }
}
