package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An invalid setting stops startup, and the reason is where people look. */
class BadSettingIT {
  private static final Map<String, Map<String, String>> DEPLOYMENTS =
      Map.of(
          "/timeout",
          Map.of("timeout", "soon"),
          "/contradiction",
          Map.of("timeout", "60", "maxTimeout", "30"),
          "/postgres",
          Map.of("postgresURL", "postgres://me:pa@ss@hunter2@db/nothing"));

  private static void assertSaid(Container container) throws Exception {
    assertThat(container.log())
        .anyMatch(
            line ->
                line.contains("cannot start: The setting timeout is \"soon\", but must be seconds"))
        .anyMatch(
            line -> line.contains("cannot start: The setting postgresURL is \"postgres://***@"))
        .anyMatch(line -> line.contains("The setting timeout is 60 s, but maxTimeout is 30 s"))
        .noneMatch(line -> line.contains("hunter2"));
    assertThat(new Client(container.uri("/timeout")).send("GET", "/abc").statusCode())
        .isIn(404, 503);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void tomcatLogsTheReason(int version) throws Exception {
    try (TomcatContainer tomcat = TomcatContainer.start(version, DEPLOYMENTS)) {
      assertSaid(tomcat);
    }
  }

  @Test
  void jettyLogsTheReason() throws Exception {
    try (JettyContainer jetty = JettyContainer.start(DEPLOYMENTS)) {
      assertSaid(jetty);
    }
  }
}
