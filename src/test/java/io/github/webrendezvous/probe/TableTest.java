package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  @Test
  void aNameIsTakenToTheLetter() throws Exception {
    assertThat(Table.parse("users")).isEqualTo(new Table(null, "users"));
    assertThat(Table.parse("Public.\"Users\"; --")).isEqualTo(new Table("Public", "\"Users\"; --"));
    assertThat(Table.parse("é".repeat(31)).text()).hasSize(31);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a.b.c", "a..b"})
  void whatIsNoNameIsRefused(String text) {
    assertThatThrownBy(() -> Table.parse(text))
        .isInstanceOf(MalformedProbeException.class)
        .hasMessageContaining("?table=public.users");
  }

  @Test
  void theServerWouldCutALongerNameAndFindAnother() {
    assertThatThrownBy(() -> Table.parse("é".repeat(32)))
        .isInstanceOf(MalformedProbeException.class);
  }
}
