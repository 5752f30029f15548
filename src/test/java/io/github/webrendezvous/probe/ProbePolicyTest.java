package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbePolicyTest {
  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String verdict(String allow, String deny, String host, String address, int port) {
    try {
      ProbePolicy policy = ProbePolicy.parse(allow, deny);
      policy.check(Host.parse(host), port);
      assertThat(policy.permit(host, address(address), port).socketAddress())
          .isEqualTo(new InetSocketAddress(address(address), port));
      return "allowed";
    } catch (DeniedException e) {
      return String.valueOf(e.getMessage());
    } catch (MalformedProbeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "192.168.1.1",
        "127.0.0.1",
        "::1",
        "fd00::1",
        "8.8.8.8",
        "2001:db8::1"
      })
  void privateAndPublicAddressesAreAllowedByDefault(String address) {
    assertThat(verdict("", "", "db", address, 80)).isEqualTo("allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "fe80::1%1",
        "febf::1",
        "fd00:ec2::254",
        "100.100.100.200",
        // The same in IPv6: mapped, compatible, translated, NAT64 and 6to4.
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "::a9fe:a9fe",
        "64:ff9b::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "::ffff:0:169.254.169.254",
        "2002:a9fe:a9fe::1",
        "2002:6464:64c8::"
      })
  void addressesOfMetadataAreDeniedByDefault(String address) {
    assertThat(verdict("", "", "db", address, 80))
        .startsWith("probing db:80 is denied by default: ");
    assertThat(verdict("*", "", "db", address, 80))
        .startsWith("probing db:80 is denied by default: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata.google.internal",
        "metadata.google.internal.",
        "Metadata.Google.Internal",
        "metadata.goog",
        "instance-data",
        "instance-data.ec2.internal."
      })
  void namesOfMetadataAreDeniedBeforeTheyAreLookedUp(String name) {
    ProbePolicy policy = ProbePolicy.parse("", "");
    assertThatThrownBy(() -> policy.check(Host.parse(name), 80))
        .isInstanceOf(DeniedException.class)
        .hasMessageContaining("is denied by default: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // allow; deny; host; address; port; verdict
        "; 10.0.0.0/8; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: 10.0.0.0/8",
        "; 10.0.0.0/8; db; 11.1.2.3; 80; allowed",
        "; 10.0.0.0/8:5432; db; 10.1.2.3; 5432; probing db:5432 is denied by probeDeny: 10.0.0.0/8:5432",
        "; 10.0.0.0/8:5432; db; 10.1.2.3; 5433; allowed",
        "; 10.9.9.9/8; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: 10.9.9.9/8",
        "; db; DB.; 10.1.2.3; 80; probing DB.:80 is denied by probeDeny: db",
        "; DB; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: DB",
        "; *.example.com; a.b.example.com; 10.1.2.3; 80; probing a.b.example.com:80 is denied by probeDeny: *.example.com",
        "; *.example.com; example.com; 10.1.2.3; 80; allowed",
        "; *.example.com; badexample.com; 10.1.2.3; 80; allowed",
        "; *; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: *",
        "; *:1-1024; db; 10.1.2.3; 1024; probing db:1024 is denied by probeDeny: *:1-1024",
        "; *:1-1024; db; 10.1.2.3; 1025; allowed",
        // The longest prefix wins, and denying wins ties.
        "10.1.0.0/16; 10.0.0.0/8; db; 10.1.2.3; 80; allowed",
        "10.0.0.0/8; 10.1.0.0/16; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: 10.1.0.0/16",
        "10.0.0.0/8; 10.0.0.0/8; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: 10.0.0.0/8",
        "10.1.2.3; 10.1.2.3/32; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: 10.1.2.3/32",
        "10.0.0.0/8; *; db; 10.1.2.3; 80; allowed",
        "a.example.com; *.example.com; a.example.com; 10.1.2.3; 80; allowed",
        "*.b.example.com; *.example.com; a.b.example.com; 10.1.2.3; 80; allowed",
        "db; db; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: db",
        // If something is allowed, the rest is not.
        "db; ; db; 10.1.2.3; 80; allowed",
        "db; ; web; 10.1.2.3; 80; probing web:80 is not allowed by probeAllow",
        "db:1-1024; ; db; 10.1.2.3; 5432; probing db:5432 is not allowed by probeAllow",
        "10.0.0.0/8; ; db; 11.1.2.3; 80; probing db:80 is not allowed by probeAllow",
        "10.0.0.0/8, web; ; web; 11.1.2.3; 80; allowed",
        "*; ; web; 11.1.2.3; 80; allowed",
        // A name that is allowed does not open an address that is denied.
        "*.example.com; ; a.example.com; 169.254.169.254; 80; probing a.example.com:80 is denied by default: 169.254.0.0/16",
        "db; 10.0.0.0/8; db; 10.1.2.3; 80; probing db:80 is denied by probeDeny: 10.0.0.0/8",
        "169.254.7.0/24; ; 169.254.7.1; 169.254.7.1; 80; allowed",
        "169.254.0.0/16; ; 169.254.7.1; 169.254.7.1; 80; probing 169.254.7.1:80 is denied by default: 169.254.0.0/16",
        // IPv6, and IPv4 in it.
        "; fd00::/8; db; fd12::1; 80; probing db:80 is denied by probeDeny: fd00::/8",
        "; [fd00::/8]:80-90; db; fd12::1; 85; probing db:85 is denied by probeDeny: [fd00::/8]:80-90",
        "; [fd00::/8]:80-90; db; fd12::1; 91; allowed",
        "; [fd00::1]; db; fd00::1; 80; probing db:80 is denied by probeDeny: [fd00::1]",
        "; 10.0.0.0/8; db; 64:ff9b::a01:203; 80; probing db:80 is denied by probeDeny: 10.0.0.0/8",
        "; 64:ff9b::/96; db; 64:ff9b::a01:203; 80; probing db:80 is denied by probeDeny: 64:ff9b::/96",
        "10.0.0.0/8; ; db; ::ffff:10.1.2.3; 80; allowed",
        // The unspecified address is this machine.
        "; 127.0.0.0/8; db; 0.0.0.0; 80; probing db:80 is denied by probeDeny: 127.0.0.0/8",
        "; 127.0.0.0/8; db; ::; 80; probing db:80 is denied by probeDeny: 127.0.0.0/8",
        "; ::1; db; ::; 80; probing db:80 is denied by probeDeny: ::1",
        "; ::1; db; 0.0.0.0; 80; probing db:80 is denied by probeDeny: ::1",
        "; 127.0.0.0/8; db; 2002::; 80; probing db:80 is denied by probeDeny: 127.0.0.0/8",
        "; 127.0.0.0/8; db; 127.1.2.3; 80; probing db:80 is denied by probeDeny: 127.0.0.0/8",
        "; 127.0.0.0/8; db; ::1; 80; allowed"
      })
  void theMostSpecificRuleDecides(
      String allow, String deny, String host, String address, int port, String verdict) {
    assertThat(verdict(allow == null ? "" : allow, deny == null ? "" : deny, host, address, port))
        .isEqualTo(verdict);
  }

  @Test
  void aNameIsCheckedBeforeTheLookupOnlyIfThatDecides() {
    ProbePolicy byAddress = ProbePolicy.parse("10.0.0.0/8", "");
    assertThatCode(() -> byAddress.check(Host.parse("db"), 80)).doesNotThrowAnyException();
    ProbePolicy byName = ProbePolicy.parse("web", "");
    assertThatThrownBy(() -> byName.check(Host.parse("db"), 80))
        .isInstanceOf(DeniedException.class);
  }

  @Test
  void anAddressThatTheDriverHasNotFoundIsNotPermitted() {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere", 5432);
    assertThatThrownBy(() -> ProbePolicy.parse("", "").permit(unresolved))
        .isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0",
        "10.0.0.0/8/8",
        "10.*.0.0",
        "10.0-5.0.0",
        "1.2.3.4.5",
        "0x7f.1",
        "fd00::/129",
        "fd00:::1",
        "db:",
        "db:0",
        "db:65536",
        "db:5-4",
        "db:1-",
        "db:http",
        "[fd00::1",
        "[fd00::1]80",
        "*.*.com",
        "a*",
        "a b",
        "-, ,",
        "a,,b",
        "http://db/",
        "db/24"
      })
  void aMalformedRuleIsReported(String rules) {
    assertThatThrownBy(() -> ProbePolicy.parse(rules, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a");
    assertThatThrownBy(() -> ProbePolicy.parse("", rules))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
