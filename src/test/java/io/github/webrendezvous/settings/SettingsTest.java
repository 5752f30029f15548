package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Settings read(Map<String, String> environment, Map<String, String> parameters) {
    return Settings.read(
        environment, new HashMap<>(parameters)::get, new HeapDefaults(4L << 30, 16_000));
  }

  private static Settings with(String name, String value) {
    return read(Map.of(), Map.of(name, value));
  }

  @Test
  void everySettingHasADefault() {
    Settings settings = read(Map.of(), Map.of());
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.maxTimeout()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.journalLength()).isEqualTo(5_000);
    assertThat(settings.maxWaits()).isEqualTo(100_000);
    assertThat(settings.maxKeys()).isEqualTo(5_000);
    assertThat(settings.maxValueBytes()).isEqualTo(64 * 1_024 * 1_024);
    assertThat(settings.postgresUrl()).hasToString("postgres:5432/{{.}}");
  }

  @Test
  void aLimitForAPartIsByDefaultTheLimitForAll() {
    Settings raised = read(Map.of(), Map.of("maxWaits", "500000", "maxKeys", "60000"));
    assertThat(raised.maxWaitsPerCaller()).isEqualTo(500_000);
    assertThat(raised.maxTargets()).isEqualTo(60_000);
    Settings given = read(Map.of(), Map.of("maxWaitsPerCaller", "7", "maxTargets", "8"));
    assertThat(given.maxWaitsPerCaller()).isEqualTo(7);
    assertThat(given.maxTargets()).isEqualTo(8);
  }

  @Test
  void theEnvironmentOverridesTheInitParameters() {
    Map<String, String> environment =
        Map.of(
            "RENDEZVOUS_TIMEOUT",
            " 5 ",
            "RENDEZVOUS_CONNECT_TIMEOUT",
            "250ms",
            "RENDEZVOUS_POSTGRES_URL",
            "postgres://db/{{.}}",
            "RENDEZVOUS_JOURNAL_LENGTH",
            "100");
    Settings settings =
        read(environment, Map.of("timeout", "7", "postgresURL", "postgres://other/{{.}}"));
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.postgresUrl()).hasToString("db/{{.}}");
    assertThat(settings.journalLength()).isEqualTo(100);
    assertThat(with("timeout", "7").timeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, 0",
    "maxTimeout, 25h",
    "timeout, 25h",
    "timeout, ''",
    "timeout, -1",
    "timeout, soon",
    "connectTimeout, 61",
    "maxWaits, 0",
    "maxKeys, 9",
    "maxValueBytes, 65535",
    "journalLength, 99",
    "journalLength, 1000001",
    "journalLength, 1e3",
    "journalLength, 99999999999999999999"
  })
  void invalidSettingsAreReportedWithValueAndAllowedValues(String name, String value) {
    assertThatThrownBy(() -> with(name, value))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("The setting " + name + " is \"" + value + "\", but must be ")
        .hasMessageContaining("from ")
        .hasMessageContaining(" to ")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "30, PT30S",
    "2.5, PT2.5S",
    "500ms, PT0.5S",
    "45s, PT45S",
    "10m, PT10M",
    "2h, PT2H",
    "0, PT0S",
    "0.000000001, PT0.000000001S",
    "0.0000001ms, PT0.000000001S",
    "9999999999h, PT9999999999H"
  })
  void durationsCanBeTyped(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 s",
        "-1",
        "+1",
        "1e3",
        ".5",
        "1.",
        "1,5",
        "1d",
        "1S",
        "٣",
        "10000000000"
      })
  void invalidDurationsAreRejected(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0 ms", "PT0.999S, 999 ms", "PT1S, 1 s", "PT2.5S, 2.5 s", "PT100S, 100 s"})
  void durationsAreWrittenForPeople(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://me:secret@db",
        "postgres://me:se@cret@db:5432/x",
        "postgres://me:secret@db:99999/{{.}}",
        "postgres://me:%zzsecret@db/{{.}}",
        "postgres://db/{{.}}?password=secret&x",
        "postgres://db/x?user=me&password=secret",
        "postgres://db/x?user=me&PassWord=secret@x&sslmode=disable",
        "postgres:me:secret@db/{{.}}",
        "postgres:/me:secret@db/{{.}}",
        "me:secret@db/{{.}}",
        "mysql://me:secret@db/{{.}}",
        "postgres://me:sec/ret@db/{{.}}",
        "postgres://me:se?cret@db/{{.}}"
      })
  void invalidUrlsAreShownWithoutTheirPassword(String url) {
    assertThatThrownBy(() -> with("postgresURL", url))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("postgresURL")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("cret")
        .hasMessageNotContaining("ret@")
        .hasNoCause();
  }
}
