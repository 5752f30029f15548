package io.github.webrendezvous.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.settings.Settings;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  private static final Settings SETTINGS = Settings.read(Map.of(), name -> null);

  private static List<String> threadsOfOurs() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("web-rendezvous"))
        .toList();
  }

  @Test
  void aPartThatCannotBeBuiltLeavesNoThreadBehind() {
    ServletContext empty = Fakes.of(ServletContext.class, (proxy, method, arguments) -> null);
    assertThatThrownBy(() -> new Application(SETTINGS, empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing from the WAR");
    assertThat(threadsOfOurs()).isEmpty();
  }

  @Test
  void anApplicationThatIsClosedLeavesNoThreadBehind() throws Exception {
    ServletContext whole =
        Fakes.of(
            ServletContext.class,
            (proxy, method, arguments) -> new ByteArrayInputStream(new byte[0]));
    Application application = new Application(SETTINGS, whole);
    assertThat(threadsOfOurs()).isNotEmpty();
    application.close();
    assertThat(threadsOfOurs()).isEmpty();
  }
}
