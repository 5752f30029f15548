package io.github.webrendezvous.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.settings.Setting;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static ListenAddress listen(String variable, String... arguments) throws UsageException {
    return CommandLine.parse(arguments, Map.of("RENDEZVOUS_LISTEN", variable)).listen();
  }

  @ParameterizedTest
  @CsvSource({"8080,, 8080", "0.0.0.0:80, 0.0.0.0, 80", "[::]:8081, [::], 8081", "db-1:9, db-1, 9"})
  void theEnvironmentSetsTheAddress(String text, String host, int port) throws UsageException {
    assertThat(listen(text)).isEqualTo(new ListenAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.0.0.1:8080", ":8080", "::1:80", "65536", "port", "", "a b:1"})
  void invalidAddressesAreRejected(String text) {
    assertThatThrownBy(() -> listen(text)).isInstanceOf(UsageException.class);
  }

  @Test
  void flagsOverrideTheEnvironment() throws UsageException {
    assertThat(listen("0.0.0.0:80", "--port", "81")).isEqualTo(new ListenAddress("0.0.0.0", 81));
    assertThat(listen("0.0.0.0:80", "--host=::1")).isEqualTo(new ListenAddress("::1", 80));
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 1, --port, 2",
    "--timeout, 5, -timeout, 5",
    "--keepHalfClosed, --keepHalfClosed,,"
  })
  void repeatedFlagsAreRejected(String one, String two, String three, String four) {
    String[] arguments =
        Stream.of(one, two, three, four).filter(Objects::nonNull).toArray(String[]::new);
    assertThatThrownBy(() -> CommandLine.parse(arguments, Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("the flag -" + one.replaceFirst("^-", "") + " was given twice");
  }

  /** For a service named rendezvous, and for a container linked with that name. */
  @Test
  void variablesOfKubernetesAndDockerAreIgnored() throws UsageException {
    Map<String, String> injected =
        Map.of(
            "RENDEZVOUS_PORT", "tcp://10.0.0.1:8080",
            "RENDEZVOUS_SERVICE_PORT", "8081",
            "RENDEZVOUS_SERVICE_HOST", "10.0.0.1",
            "RENDEZVOUS_PORT_8080_TCP_ADDR", "10.0.0.1");
    assertThat(CommandLine.parse(new String[0], injected).listen())
        .isEqualTo(new ListenAddress(null, 8080));
    Pattern shape = Pattern.compile(".*(_PORT|_PORT_.*|_SERVICE_.*|_ENV_.*|_NAME)");
    for (Setting setting : Setting.values()) {
      assertThat(setting.inEnvironment()).doesNotMatch(shape);
    }
    assertThat(ListenAddress.VARIABLE).doesNotMatch(shape);
  }
}
