package io.github.webrendezvous.contract;

import java.util.Map;

/** The contract in GlassFish 8. */
class GlassFishIT extends GlassFishContract {
  @Override
  Container begin(Map<String, Map<String, String>> deployments) throws Exception {
    return GlassFishContainer.start(deployments);
  }
}
