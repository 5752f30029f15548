package io.github.webrendezvous.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.settings.HeapDefaults;
import io.github.webrendezvous.settings.ServerInfo;
import io.github.webrendezvous.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  private static final Settings SETTINGS =
      Settings.read(Map.of(), name -> null, HeapDefaults.here(new ServerInfo("test")));

  private static List<String> threadsOfOurs() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("web-rendezvous"))
        .toList();
  }

  @Test
  void aFailedStartLeavesNoThreads() {
    Settings impossible =
        new Settings(
            SETTINGS.timeout(),
            SETTINGS.maxTimeout(),
            SETTINGS.postgresUrl(),
            Duration.ofSeconds(Long.MAX_VALUE), // Overflows in the part that adds a second.
            SETTINGS.journalLength(),
            SETTINGS.maxWaits(),
            SETTINGS.maxKeys(),
            SETTINGS.maxValueBytes(),
            SETTINGS.jsonLog(),
            SETTINGS.maxWaitsPerCaller(),
            SETTINGS.maxTargets(),
            SETTINGS.maxAttempts(),
            SETTINGS.probeAllow(),
            SETTINGS.probeDeny(),
            SETTINGS.tokens());
    assertThatThrownBy(() -> new Application(impossible, new ServerInfo("test")))
        .isInstanceOf(ArithmeticException.class);
    assertThat(threadsOfOurs()).isEmpty();
  }

  @Test
  void aClosedApplicationLeavesNoThreads() throws Exception {
    Application application = new Application(SETTINGS, new ServerInfo("test"));
    assertThat(threadsOfOurs()).isNotEmpty();
    application.close();
    assertThat(threadsOfOurs()).isEmpty();
  }
}
