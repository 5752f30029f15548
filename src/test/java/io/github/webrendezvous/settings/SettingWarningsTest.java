package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingWarningsTest {
  /** As web.xml has them. */
  private static final Map<String, String> AS_DEPLOYED =
      Map.of("timeout", "30", "maxTimeout", "24h", "connectTimeout", "1");

  private static List<String> warnings(
      Map<String, String> environment, Map<String, String> parameters) {
    Map<String, String> given = new HashMap<>(AS_DEPLOYED);
    given.putAll(parameters);
    Settings settings = Settings.read(environment, given::get, new HeapDefaults(4L << 30, 16_000));
    return SettingWarnings.find(environment, parameters.keySet(), given::get, settings);
  }

  @Test
  void correctSettingsHaveNoWarning() {
    Map<String, String> environment = new HashMap<>();
    environment.put("RENDEZVOUS_LISTEN", "8080");
    environment.put("RENDEZVOUS_KEEP_HALF_CLOSED", "true");
    environment.put("PATH", "/bin");
    environment.put("MY_RENDEZVOUS_TIMOUT", "5");
    environment.put("RENDEZVOUS_MAX_TIMEOUT", "10");
    for (Setting setting : Setting.values()) {
      if (!setting.byDefault().matches("N?") && setting != Setting.MAX_TIMEOUT) {
        environment.putIfAbsent(setting.inEnvironment(), setting.byDefault());
      }
    }
    environment.remove("RENDEZVOUS_TIMEOUT");
    environment.put("RENDEZVOUS_TOKEN", "0123456789abcdef");
    assertThat(warnings(environment, Map.of("org.eclipse.jetty.tags", "x", "title", "y")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RENDEZVOUS_TIMOUT, RENDEZVOUS_TIMEOUT",
    "rendezvous_timeout, RENDEZVOUS_TIMEOUT",
    "RENDEZVOUS_MAXTIMEOUT, RENDEZVOUS_MAX_TIMEOUT",
    "RENDEZVOUS_POSTGRESURL, RENDEZVOUS_POSTGRES_URL",
    "RENDEZVOUS_PORT, RENDEZVOUS_LISTEN"
  })
  void unknownVariablesAreReportedWithASuggestion(String name, String meant) {
    assertThat(warnings(Map.of(name, "5"), Map.of()))
        .containsExactly("The variable " + name + " is ignored; did you mean " + meant + "?");
  }

  @Test
  void withoutASuggestionAllVariablesAreListed() {
    assertThat(warnings(Map.of("RENDEZVOUS_COLOUR", "red"), Map.of()))
        .singleElement()
        .asString()
        .startsWith(
            "The variable RENDEZVOUS_COLOUR is ignored; known variables: RENDEZVOUS_TIMEOUT, ")
        .endsWith("RENDEZVOUS_KEEP_HALF_CLOSED, RENDEZVOUS_MAX_HEADER_BYTES");
  }

  /** As Kubernetes sets them for services called rendezvous, or rendezvous-admin. */
  @ParameterizedTest
  @CsvSource({
    "RENDEZVOUS_SERVICE_HOST, 10.0.0.7",
    "RENDEZVOUS_SERVICE_PORT, 8080",
    "RENDEZVOUS_SERVICE_PORT_HTTP, 8080",
    "RENDEZVOUS_PORT, tcp://10.0.0.7:8080",
    "RENDEZVOUS_PORT_8080_TCP, tcp://10.0.0.7:8080",
    "RENDEZVOUS_PORT_8080_TCP_PROTO, tcp",
    "RENDEZVOUS_PORT_8080_TCP_PORT, 8080",
    "RENDEZVOUS_PORT_8080_TCP_ADDR, 10.0.0.7",
    "RENDEZVOUS_ADMIN_SERVICE_HOST, 10.0.0.8",
    "RENDEZVOUS_ENV_VERSION, 3",
    "RENDEZVOUS_NAME, /web/rendezvous",
    "RENDEZVOUS_ADMIN_PORT, udp://10.0.0.8:53"
  })
  void variablesOfKubernetesHaveNoWarning(String name, String value) {
    assertThat(warnings(Map.of(name, value), Map.of())).isEmpty();
  }

  @Test
  void contradictorySettingsAreReported() {
    assertThat(warnings(Map.of("RENDEZVOUS_TIMEOUT", "60"), Map.of("maxTimeout", "30")))
        .containsExactly(
            "The setting timeout is 60 s, but maxTimeout is 30 s: no wait lasts longer than that");
    assertThat(warnings(Map.of(), Map.of("connectTimeout", "45")))
        .singleElement()
        .asString()
        .startsWith(
            "The setting connectTimeout is 45 s, but the default timeout of a wait is 30 s");
  }

  @Test
  void misspeltParametersAreReported() {
    assertThat(warnings(Map.of(), Map.of("maxtimeout", "30", "postgresUrl", "x")))
        .containsExactlyInAnyOrder(
            "The context init parameter maxtimeout is ignored; did you mean maxTimeout?",
            "The context init parameter postgresUrl is ignored; did you mean postgresURL?");
  }
}
