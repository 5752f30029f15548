package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  @Test
  void namesAreTakenExactlyAsWritten() throws Exception {
    assertThat(Table.parse("users")).isEqualTo(new Table(null, "users"));
    assertThat(Table.parse("Public.Us\"ers\"; --")).isEqualTo(new Table("Public", "Us\"ers\"; --"));
    assertThat(Table.parse("é".repeat(31)).text()).hasSize(31);
  }

  /** As in SQL, so that a dot can be part of a name. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|app.\"v1.users\"|, app, v1.users",
        "|\"v1.users\"|, , v1.users",
        "|\"my.app\".\"v1.users\"|, my.app, v1.users",
        "|\"my.app\".users|, my.app, users",
        "|\"say \"\"hi\"\"\"|, , |say \"hi\"|"
      })
  void namesInQuotesMayHaveADot(String text, @Nullable String schema, String name)
      throws Exception {
    assertThat(Table.parse(text)).isEqualTo(new Table(schema, name));
    assertThat(Table.parse(Table.parse(text).text())).isEqualTo(new Table(schema, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "a.", ".a", "a.b.c", "a..b", "\"", "\"\"", "\"a", "\"a\"b", "a.\"b\"c"})
  void invalidTableNamesAreRejected(String text) {
    assertThatThrownBy(() -> Table.parse(text))
        .isInstanceOf(MalformedProbeException.class)
        .hasMessageContaining("?table=public.users");
  }

  @Test
  void longerNamesAreRejected() {
    assertThatThrownBy(() -> Table.parse("é".repeat(32)))
        .isInstanceOf(MalformedProbeException.class);
  }
}
