package io.github.webrendezvous.contract;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract, kept by GlassFish 8. */
@Tag("more-containers")
class GlassFishIT extends Contract implements GlassFishCases {
  private Container container;

  GlassFishIT() {
    super("/");
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    container = GlassFishContainer.start(deployments);
    return container;
  }

  @Override
  public Container container() {
    return container;
  }
}
