package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresTemplateTest {
  private static Properties of(String url, String database) {
    return PostgresTemplate.parse(url).propertiesFor(database);
  }

  @Test
  void aUrlIsTakenApart() {
    assertThat(of("postgres://me:pa%40ss:word@db:5433/{{.}}?sslmode=disable", "shop"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "user", "me",
                "password", "pa@ss:word",
                "PGHOST", "db",
                "PGPORT", "5433",
                "PGDBNAME", "shop",
                "sslmode", "disable"));
  }

  @Test
  void whatIsLeftOutHasADefaultOrIsLeftToTheDriver() {
    assertThat(of("postgresql://db/{{ . }}", "shop"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("PGHOST", "db", "PGPORT", "5432", "PGDBNAME", "shop"));
  }

  @Test
  void severalHostsAndAddressesAreUnderstood() {
    assertThat(of("jdbc:postgresql://a,b:5433,[::1]:5434/{{.}}", "shop"))
        .containsEntry("PGHOST", "a,b,[::1]")
        .containsEntry("PGPORT", "5432,5433,5434");
  }

  @Test
  void theHoleMayStandAnywhereAndMoreThanOnce() {
    assertThat(of("postgres://{{.}}_owner:pw@db/app_{{.}}?connect_timeout=3", "shop"))
        .containsEntry("PGDBNAME", "app_shop")
        .containsEntry("user", "{{.}}_owner".replace("{{.}}", "shop"))
        .containsEntry("connectTimeout", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x?socketFactory=evil",
        "a/b&c=d",
        "per%25cent",
        "$1\\E",
        "quo\"te'",
        "with space",
        "{{.}}",
        "ü€😀",
        "a+b",
        "a;b"
      })
  void aNameOfAnyCharactersIsANameAndNothingElse(String database) {
    Properties properties = of("postgres://me:pw@db/{{.}}?sslmode=disable", database);
    assertThat(properties).hasSize(6).containsEntry("PGDBNAME", database);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "postgres://",
        "postgres://db",
        "postgres:///{{.}}",
        "postgres://db:0/{{.}}",
        "postgres://db:65536/{{.}}",
        "postgres://db:x/{{.}}",
        "postgres://db,/{{.}}",
        "postgres://[::1/{{.}}",
        "postgres://db/{{.}}?x",
        "postgres://db/{{.}}?=x",
        "postgres://db/{{.}}?a=%2",
        "postgres://db/shop",
        "http://db/{{.}}"
      })
  void whatIsNoUrlOrHasNoHoleIsRefused(String url) {
    assertThatThrownBy(() -> PostgresTemplate.parse(url))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itsDescriptionHasNoCredentials() {
    assertThat(PostgresTemplate.parse("postgres://me:secret@db:5433/{{.}}?password=other"))
        .hasToString("db:5433/{{.}}");
  }
}
