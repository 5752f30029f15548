package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "memcached",
        "my_db",
        "a.b-c.d",
        "db.",
        "3com.example",
        "xn--bcher-kva.de",
        "face"
      })
  void namesAreNotLookedUpWhenParsed(String name) throws Exception {
    assertThat(Host.parse(name)).isEqualTo(new Host(name, null));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "10.255.0.9, 10.255.0.9",
    "::1, 0:0:0:0:0:0:0:1",
    "[::1], 0:0:0:0:0:0:0:1",
    "2001:db8::5, 2001:db8:0:0:0:0:0:5",
    "::ffff:10.0.0.1, 10.0.0.1"
  })
  void addressesNeedNoLookup(String text, String address) throws Exception {
    InetAddress parsed = Objects.requireNonNull(Host.parse(text).address());
    assertThat(parsed.getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        ".a",
        ".:a",
        "a:b",
        "1:2",
        ":::",
        "::1::",
        "[::1",
        "::1]",
        "[db]",
        "[]",
        "[127.0.0.1]",
        "1.2.3",
        "1",
        "127.0.0.256",
        "127.0.0.01",
        "127.0.0.1.",
        "a.1",
        "user@host",
        "a b",
        "a/b",
        "a%b",
        "ü",
        "db\n",
        "::1%",
        "fe80::1%no-such-interface-0"
      })
  void invalidHostsAreRejected(String text) {
    assertThatThrownBy(() -> Host.parse(text))
        .isInstanceOf(MalformedProbeException.class)
        .hasMessageContaining("not a valid host");
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 254})
  void aLabelHasAtMost63Characters(int length) throws Exception {
    assertThat(Host.parse("a".repeat(63)).address()).isNull();
    assertThatThrownBy(() -> Host.parse("a".repeat(length)))
        .isInstanceOf(MalformedProbeException.class);
  }
}
