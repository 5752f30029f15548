package io.github.webrendezvous.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.RequestPath;
import org.junit.jupiter.api.Test;

class KeyPathsTest {
  @Test
  void reservedPathsAreNotKeys() throws Exception {
    assertThat(KeyPaths.isReserved(RequestPath.parse("/_port/a/1"))).isTrue();
    assertThat(KeyPaths.isReserved(RequestPath.parse("/%5Fport/a/1"))).isTrue();
    assertThat(KeyPaths.isReserved(RequestPath.parse("/a/_b"))).isFalse();
    assertThat(KeyPaths.isKey("/a/_b")).isTrue();
    assertThat(KeyPaths.isKey("/_port/a/1")).isFalse();
    assertThat(KeyPaths.isKey("/")).isFalse();
    assertThat(KeyPaths.isKey("/favicon.ico")).isFalse();
  }

  @Test
  void aKeyIsMeasuredInBytes() throws Exception {
    assertThat(KeyPaths.key(RequestPath.parse("/" + "€".repeat(341))).name()).hasSize(342);
    assertThatThrownBy(() -> KeyPaths.key(RequestPath.parse("/" + "€".repeat(342))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void aPrefixEndsWithASlash() throws Exception {
    assertThat(KeyPaths.prefix(RequestPath.parse("/run-1/*"))).isEqualTo("/run-1/");
    assertThat(KeyPaths.prefix(RequestPath.parse("/*"))).isEqualTo("/");
    assertThatThrownBy(() -> KeyPaths.prefix(RequestPath.parse("/_port/*")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("reserved");
  }
}
