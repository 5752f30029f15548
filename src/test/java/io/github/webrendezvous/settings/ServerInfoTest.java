package io.github.webrendezvous.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerInfoTest {
  @ParameterizedTest
  @CsvSource({
    "jetty/12.1.8, false",
    "Apache Tomcat/10.1.59, false",
    "Eclipse GlassFish 8.0.0, true",
    "Payara Micro 7.2025.1, true"
  })
  void onlyContainersWithDifferencesHaveAWarning(String text, boolean warned) {
    assertThat(new ServerInfo(text).warning().isPresent()).isEqualTo(warned);
  }
}
