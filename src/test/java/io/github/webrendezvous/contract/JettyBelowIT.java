package io.github.webrendezvous.contract;

import java.util.Map;

class JettyBelowIT extends Contract {
  JettyBelowIT() {
    super(BELOW);
  }

  @Override
  Container start(Map<String, Map<String, String>> deployments) throws Exception {
    return JettyContainer.start(deployments);
  }
}
