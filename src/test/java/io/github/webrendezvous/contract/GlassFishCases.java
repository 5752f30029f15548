package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What GlassFish and Payara do besides the contract. */
interface GlassFishCases extends Place {
  Container container();

  @Test
  default void oneLineAtTheStartSaysWhereToReadAboutTheContainer() {
    assertThat(container().log().stream().filter(line -> line.contains("docs/operation.md")))
        .as("once for each deployment")
        .hasSize(3);
  }

  /** GlassFish asks for the next piece while the last one arrives, in a thread of its own. */
  @Test
  default void longBodiesArriveWholeOneAfterTheOther() throws Exception {
    for (int i = 0; i < 100; i++) {
      byte[] value = ("v" + i).repeat(64 * 1_024 / 4).getBytes(StandardCharsets.US_ASCII);
      assertThat(patient().send("PUT", "/one-by-one", value, "text/plain").statusCode())
          .isEqualTo(200);
      assertThat(patient().send("GET", "/one-by-one?raw").body())
          .isEqualTo(new String(value, StandardCharsets.US_ASCII));
    }
  }
}
