package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract, kept by GlassFish. */
@Tag("more-containers")
class GlassFishIT extends Contract {
  GlassFishIT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return GlassFishContainer.start(deployments);
  }
}
