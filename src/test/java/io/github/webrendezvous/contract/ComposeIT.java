package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs examples/compose with Compose, unchanged. */
class ComposeIT {
  private static final String PROJECT = "web-rendezvous-test";

  /** Compose as a plug-in of Docker, or as the older command. */
  private static List<String> compose = List.of();

  @BeforeAll
  static void findCompose() throws Exception {
    Docker.require();
    compose =
        Docker.answers("compose", "version")
            ? List.of("docker", "compose")
            : List.of("docker-compose");
  }

  private static String compose(Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("-p", PROJECT, "-f", "examples/compose/compose.yaml"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("RENDEZVOUS_PAGE_PORT", "0");
    return Docker.run(builder);
  }

  @AfterEach
  void down() throws Exception {
    compose(Map.of(), "down", "-v");
  }

  /** How the application ended, once it has. */
  private static String exitCodeOfTheApplication() throws Exception {
    return Docker.run("wait", compose(Map.of(), "ps", "-q", "-a", "application"));
  }

  private static String logOfTheApplication() throws Exception {
    return compose(Map.of(), "logs", "--no-color", "application");
  }

  @Test
  void theApplicationStartsWhenBothAreReady() throws Exception {
    compose(Map.of(), "up", "-d", "--build");
    assertThat(exitCodeOfTheApplication()).isEqualTo("0");
    assertThat(logOfTheApplication()).contains("the application starts");
    String log = compose(Map.of(), "logs", "--no-color", "rendezvous");
    assertThat(log.indexOf("attempt failed key=/_postgres/my_db"))
        .as("the database came late: " + log)
        .isPositive()
        .isLessThan(log.indexOf("attempt succeeded key=/_postgres/my_db"));
    assertThat(log)
        .contains("signalled key=/application_ready")
        .containsPattern("signalled key=/application_ready .*application\\b");
  }

  @Test
  void theApplicationDoesNotStartWhenTheDatabaseNeverComes() throws Exception {
    compose(Map.of("RENDEZVOUS_TIMEOUT", "4"), "up", "-d", "--build", "--scale", "migration=0");
    assertThat(exitCodeOfTheApplication()).isEqualTo("22");
    assertThat(logOfTheApplication())
        .contains("\"error\":\"Timeout\"", "my_db")
        .doesNotContain("the application starts");
  }
}
