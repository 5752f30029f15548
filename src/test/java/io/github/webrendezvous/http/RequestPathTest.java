package io.github.webrendezvous.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
  @ParameterizedTest
  @CsvSource({
    "/abc, /abc",
    "/a/b/c, /a/b/c",
    "/abc/, /abc/",
    "/a%20b, /a b",
    "/a+b, /a+b",
    "/a;x=1, /a;x=1",
    "/%61bc, /abc",
    "/%E2%82%AC, /€",
    "/%f0%9f%98%80, /😀",
    "/a%25b, /a%b",
    "/..., /...",
    "/a%3Fb, /a?b"
  })
  void aPathIsDecodedOnce(String raw, String text) throws Exception {
    assertThat(RequestPath.parse(raw).text()).isEqualTo(text);
  }

  @Test
  void doublyEncodedPathsAreDecodedOnce() throws Exception {
    assertThat(RequestPath.parse("/%252e%252e/%252F").text()).isEqualTo("/%2e%2e/%2F");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "*",
        "//",
        "/a//b",
        "//a",
        "/.",
        "/..",
        "/a/./b",
        "/%2e",
        "/%2E%2e/a",
        "/a%2fb",
        "/a%00",
        "/a%1f",
        "/a%7f",
        "/a%C2%85",
        "/%",
        "/%4",
        "/%4g",
        "/%g4",
        "/%C0%AF",
        "/%ED%A0%80",
        "/%FF",
        "/%E2%82"
      })
  void ambiguousPathsAreRejected(String raw) {
    assertThatThrownBy(() -> RequestPath.parse(raw))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining(": ");
  }

  @Test
  void aPathHasSegments() throws Exception {
    RequestPath path = RequestPath.parse("/%61/b/c");
    assertThat(path.first()).isEqualTo("a");
    assertThat(path.afterFirst()).containsExactly("b", "c");
    assertThat(path.last()).isEqualTo("c");
    assertThat(RequestPath.parse("/").isRoot()).isTrue();
    assertThat(RequestPath.parse("/").first()).isEmpty();
  }
}
