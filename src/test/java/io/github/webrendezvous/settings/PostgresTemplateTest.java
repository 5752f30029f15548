package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

class PostgresTemplateTest {
  private static Properties of(String url, String database) {
    return PostgresTemplate.parse(url).propertiesFor(database);
  }

  @Test
  void urlsAreParsed() {
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
  void missingPartsHaveDefaults() {
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
  void thePlaceholderCanBeAnywhere() {
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
  void databaseNamesMayHaveAnyCharacters(String database) {
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
        "postgres://db/{{.}}?sslmode=require&sslmode=require",
        "postgres://db/{{.}}?user=me&user=me",
        "postgres://me@db/{{.}}?user=me",
        "postgres://db/{{.}}?host=other",
        "postgres:///{{.}}?port=5432",
        "postgres:///{{.}}?host=a,b&port=1,2,3",
        "postgres://db/{{.}}?connect_timeout=3&connectTimeout=3",
        "postgres://db/{{.}}?sslrootcert=system&sslmode=require",
        "http://db/{{.}}"
      })
  void invalidUrlsAreRejected(String url) {
    assertThatThrownBy(() -> PostgresTemplate.parse(url))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode=bogus, sslmode must be one of allow",
    "sslmode=, sslmode must be one of",
    "connect_timeout=3s, connect_timeout must be a whole number of seconds",
    "connectTimeout=-1, connectTimeout must be a whole number of seconds",
    "socketFactory=nope, socketFactory is not supported: sockets are made",
    "service=prod, service is not supported: write host",
    "loginTimeout=3, loginTimeout is not supported",
    "host=/var/run/postgresql, host",
    "target_session_attrs=master, target_session_attrs must be one of any",
    "ssl_mode=require, did you mean sslmode?",
    "conect_timeout=3, did you mean connect_timeout?",
    "sslfactory=com.example.Mine, sslfactory must be one of org.postgresql",
    "reWriteBatchedInserts=true, 'is not supported; those of libpq and the Java driver that are:'"
  })
  void parametersWithoutEffectAreRejected(String parameter, String saying) {
    assertThatThrownBy(() -> PostgresTemplate.parse("postgres://db/{{.}}?" + parameter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(saying);
  }

  @ParameterizedTest
  @CsvSource({
    "target_session_attrs=read-write, targetServerType, primary",
    "target_session_attrs=prefer-standby, targetServerType, preferSecondary",
    "targetServerType=preferPrimary, targetServerType, preferPrimary",
    "load_balance_hosts=random, loadBalanceHosts, true",
    "channel_binding=require, channelBinding, require",
    "gssencmode=disable, gssEncMode, disable",
    "keepalives=1, tcpKeepAlive, true",
    "application_name=ci, ApplicationName, ci",
    "options=-c%20geqo=off, options, -c geqo=off",
    "dbname=app_{{.}}, PGDBNAME, app_shop",
    "password=s%26cret, password, s&cret",
    "sslrootcert=system, sslmode, verify-full",
    "sslrootcert=system, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory",
    "sslrootcert=/ca.pem, sslrootcert, /ca.pem"
  })
  void parametersOfLibpqAreTranslated(String parameter, String property, String value) {
    String database = parameter.startsWith("dbname") ? "" : "{{.}}";
    assertThat(of("postgres://db/" + database + "?" + parameter, "shop"))
        .containsEntry(property, value);
  }

  @Test
  void hostsAndPortsCanBeInTheQuery() {
    assertThat(of("postgres:///{{.}}?host=a,::1&port=5433", "shop"))
        .containsEntry("PGHOST", "a,[::1]")
        .containsEntry("PGPORT", "5433,5433");
    assertThat(of("postgres://me@/{{.}}?host=a,b&port=1,2", "shop"))
        .containsEntry("PGHOST", "a,b")
        .containsEntry("PGPORT", "1,2")
        .containsEntry("user", "me");
    assertThat(PostgresTemplate.parse("postgres:///{{.}}?host=a&password=x"))
        .hasToString("a:5432/{{.}}");
  }

  /** Otherwise the driver would ignore it, or reject its values. */
  @Test
  void everyParameterExistsInTheDriver() {
    assertThat(PostgresParameters.KNOWN)
        .isNotEmpty()
        .allSatisfy((name, known) -> assertThat(PGProperty.forName(known.property())).isNotNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://me:5432/se?cret=1@db/{{.}}",
        "postgres://db/{{.}}?sslpasswrd=cret",
        "postgres://db/{{.}}?password=a&password=cret",
        "postgres://db/{{.}}?sslmode=cret"
      })
  void errorsDoNotShowPasswords(String url) {
    assertThatThrownBy(() -> PostgresTemplate.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("cret");
  }

  @Test
  void itsDescriptionHasNoCredentials() {
    assertThat(PostgresTemplate.parse("postgres://me:secret@db:5433/{{.}}?sslpassword=other"))
        .hasToString("db:5433/{{.}}");
  }
}
