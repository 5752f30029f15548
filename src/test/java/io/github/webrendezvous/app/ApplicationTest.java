package io.github.webrendezvous.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.settings.HeapDefaults;
import io.github.webrendezvous.settings.InvalidSettingException;
import io.github.webrendezvous.settings.ServerInfo;
import io.github.webrendezvous.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  private static final Settings SETTINGS = read(Map.of());

  private static Settings read(Map<String, String> environment) {
    return Settings.read(environment, name -> null, HeapDefaults.here(new ServerInfo("test")));
  }

  private static List<String> threadsOfOurs() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("web-rendezvous"))
        .toList();
  }

  @Test
  void aFailedStartLeavesNoThreads() {
    // Checked when most threads have been started.
    Settings impossible = read(Map.of("RENDEZVOUS_PROBE_ALLOW", "a b"));
    assertThatThrownBy(() -> new Application(impossible, new ServerInfo("test")))
        .isInstanceOf(InvalidSettingException.class);
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
