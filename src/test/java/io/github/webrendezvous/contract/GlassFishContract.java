package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract in GlassFish and its relatives, and their special cases. */
@Tag("more-containers")
abstract class GlassFishContract extends Contract {
  private Container container;

  GlassFishContract() {
    super("/");
  }

  abstract Container begin(Map<String, Map<String, String>> deployments) throws Exception;

  @Override
  final Container start(Map<String, Map<String, String>> deployments) throws Exception {
    container = begin(deployments);
    return container;
  }

  @Test
  void oneWarningAtStartupPointsToTheDocumentation() {
    assertThat(container.log().stream().filter(line -> line.contains("docs/install.md")))
        .as("once for each deployment")
        .hasSize(3);
  }

  /** GlassFish asks for the next piece while the last one arrives, in a thread of its own. */
  @Test
  void longBodiesArriveCompletely() throws Exception {
    for (int i = 0; i < 100; i++) {
      byte[] value = ("v" + i).repeat(64 * 1_024 / 4).getBytes(StandardCharsets.US_ASCII);
      assertThat(patient().send("PUT", "/one-by-one", value, "text/plain").statusCode())
          .isEqualTo(200);
      assertThat(patient().send("GET", "/one-by-one?raw").body())
          .isEqualTo(new String(value, StandardCharsets.US_ASCII));
    }
  }
}
