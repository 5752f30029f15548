package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static Settings read(Map<String, String> environment, Map<String, String> parameters) {
    return Settings.read(
        environment, new HashMap<>(parameters)::get, new HeapDefaults(4L << 30, 16_000));
  }

  private static Tokens tokens(String setting, String text) {
    return read(Map.of(), Map.of(setting, text)).tokens();
  }

  private static byte[] bytes(String token) {
    return token.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void withoutTokensNoneIsRequired() {
    Tokens none = read(Map.of(), Map.of()).tokens();
    assertThat(none.areRequired()).isFalse();
    assertThat(none.rightsOf(bytes("any"))).isEmpty();
    assertThat(none.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "token, WAIT SIGNAL ADMINISTER",
    "waitToken, WAIT",
    "signalToken, SIGNAL",
    "adminToken, WAIT SIGNAL ADMINISTER"
  })
  void eachSettingPermitsSomething(String setting, String rights) {
    assertThat(tokens(setting, "0123456789abcdef").rightsOf(bytes("0123456789abcdef")))
        .map(Right::name)
        .containsExactlyInAnyOrder(rights.split(" ", -1));
  }

  @Test
  void severalTokensAreValidAtOnce() {
    Tokens tokens = tokens("token", "old, new\nnewer");
    for (String each : List.of("old", "new", "newer")) {
      assertThat(tokens.rightsOf(bytes(each))).hasSize(3);
    }
    assertThat(tokens.rightsOf(bytes("ol"))).isEmpty();
    assertThat(tokens.rightsOf(bytes("olde"))).isEmpty();
    assertThat(tokens.rightsOf(bytes(""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "a,,", "a b\u00e4", "\"a\"", "a;b", "=", "a=b"})
  void anEmptyOrMalformedTokenStopsTheStartAndIsNotShown(String text) {
    assertThatThrownBy(() -> tokens("token", text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("The setting token is ")
        .hasMessageContaining("write tokens of letters, digits")
        .hasMessageNotContaining(";");
  }

  @Test
  void aTokenIsReadFromAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "from-the-file-0123\nsecond\n");
    Tokens inEnvironment =
        read(Map.of("RENDEZVOUS_TOKEN_FILE", file.toString()), Map.of()).tokens();
    Tokens inParameter = read(Map.of(), Map.of("tokenFile", file.toString())).tokens();
    for (Tokens tokens : List.of(inEnvironment, inParameter)) {
      assertThat(tokens.rightsOf(bytes("from-the-file-0123"))).hasSize(3);
      assertThat(tokens.rightsOf(bytes("second"))).hasSize(3);
    }
  }

  @Test
  void aFileThatCannotBeReadStopsTheStart(@TempDir Path folder) {
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> read(Map.of("RENDEZVOUS_WAIT_TOKEN_FILE", missing), Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "The setting RENDEZVOUS_WAIT_TOKEN_FILE names a file that cannot be read: ");
  }

  @Test
  void aTokenAndAFileContradictEachOther() {
    assertThatThrownBy(
            () -> read(Map.of("RENDEZVOUS_TOKEN", "a", "RENDEZVOUS_TOKEN_FILE", "/b"), Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "The settings RENDEZVOUS_TOKEN and RENDEZVOUS_TOKEN_FILE are both set; set one of them");
  }

  @Test
  void theEnvironmentOverridesTheInitParameter() {
    Tokens tokens =
        read(Map.of("RENDEZVOUS_TOKEN", "environment"), Map.of("token", "parameter")).tokens();
    assertThat(tokens.rightsOf(bytes("environment"))).isNotEmpty();
    assertThat(tokens.rightsOf(bytes("parameter"))).isEmpty();
  }

  @Test
  void probableMistakesAreWarnings() {
    assertThat(tokens("waitToken", "short").warnings())
        .containsExactly(
            "The setting waitToken has a token of fewer than 16 characters, which can be guessed",
            "No token allows \"signal\", so all such requests are refused: set token or"
                + " adminToken",
            "No token allows \"admin\", so all such requests are refused: set token or"
                + " adminToken");
    assertThat(tokens("token", "0123456789abcdef").warnings()).isEmpty();
  }

  @Test
  void theTextOfTheSettingsHasNoToken() {
    assertThat(read(Map.of(), Map.of("token", "hunter2hunter2hunter2")).toString())
        .doesNotContain("hunter2");
  }
}
